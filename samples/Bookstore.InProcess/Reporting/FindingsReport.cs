using System.Globalization;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Audits the shop and shows what was found.</summary>
internal static class FindingsReport
{
    private const int MaxRows = 20;
    private const int MaxDetail = 60;

    /// <summary>Runs both audits to their end.</summary>
    /// <param name="screen">Where to show the findings.</param>
    /// <param name="audit">The shop's audits.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many findings there are. None is what you want.</returns>
    public static async Task<long> ShowAsync(Screen screen, IBookstoreAudit audit, CancellationToken cancellationToken)
    {
        var verified = await screen.TrackAsync("Verifying stock and orders", () => ReadAllAsync(audit.VerifyAsync, cancellationToken));
        var reconciled = await screen.TrackAsync(
            "Reconciling with the payment gateway", () => ReadAllAsync(audit.ReconcileAsync, cancellationToken));
        Show(screen, "VerifyAsync", verified);
        Show(screen, "ReconcileAsync", reconciled);
        return verified.Findings.Count + reconciled.Findings.Count;
    }

    private static async Task<AuditReport> ReadAllAsync(
        Func<AuditRequest?, CancellationToken, Task<AuditReport>> audit, CancellationToken cancellationToken)
    {
        var whole = new AuditReport(0, [], null);
        do
        {
            var part = await audit(new AuditRequest { After = whole.Next }, cancellationToken);
            whole = new AuditReport(whole.Checked + part.Checked, [.. whole.Findings, .. part.Findings], part.Next);
        }
        while (whole.Next is not null);

        return whole;
    }

    private static void Show(Screen screen, string audit, AuditReport report)
    {
        screen.Say(string.Create(
            CultureInfo.InvariantCulture, $"{audit}: {report.Checked:N0} records checked, {report.Findings.Count:N0} findings."));
        if (report.Findings.Count == 0)
        {
            return;
        }

        var table = new Table().AddColumn("Code").AddColumn("Id").AddColumn("Detail");
        foreach (var finding in report.Findings.Take(MaxRows))
        {
            table.AddRow(Markup.Escape(finding.Code), Markup.Escape(finding.Id), Markup.Escape(Text.Shorten(finding.Detail, MaxDetail)));
        }

        screen.Show($"Findings of {audit}", table);
    }
}
