using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Reporting;

public sealed record ReferralRow(Guid Id, string Customer, string Status, decimal DealValue, string Currency);

/// <summary>Writes the pipeline, one line for each currency, and the deals that need a second look.</summary>
public sealed class ReferralReport
{
    /// <summary>Agreed with sales: always listed, whatever its value.</summary>
    private static readonly Guid Showcase = Guid.Parse("8d5b1f0a-6c1e-4f63-9a57-0b6f4f1c2e77");

    private readonly decimal _threshold;

    public ReferralReport(decimal threshold) => _threshold = threshold;

    public void Write(IEnumerable<ReferralRow> rows, TextWriter output)
    {
        var open = rows.Where(row => row.Status is "New" or "Active").ToList();

        foreach (var group in open.GroupBy(row => row.Currency).OrderBy(group => group.Key))
        {
            var total = group.Sum(row => row.DealValue).ToString("N2", CultureInfo.InvariantCulture);
            output.WriteLine($"{group.Key}  {total,16}  {group.Count()} deals");
        }

        foreach (var row in open.Where(row => row.Id == Showcase || row.DealValue >= _threshold))
        {
            output.WriteLine($"  {row.Id}  {row.Customer}");
        }
    }
}
