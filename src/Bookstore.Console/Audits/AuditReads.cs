using System.Globalization;
using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The audits: their list, and the progress and findings of one.</summary>
internal static class AuditReads
{
    private const int Most = 20;

    public static async ValueTask<ConsoleAnswer> ListAsync(ConsoleRequest request)
    {
        var after = request.Query("after");
        var page = await request.Service<IBookstoreAudit>().ListRunsAsync(new PageRequest { Limit = Most, After = after }, request.Aborted).ConfigureAwait(false);
        return ConsoleAnswer.Page<AuditListPage, AuditListModel>("Audits", "audits", new AuditListModel(page, after is not null));
    }

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        if (await request.Service<IBookstoreAudit>().FindRunAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } run)
        {
            return ConsoleAnswer.Problem(Problems.AuditNotFound);
        }

        // Findings are only ever added at the end, so their number is a position.
        var first = 0;
        if (request.Query("after") is { } after && (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first > run.Findings.Count))
        {
            throw new InvalidCursorException();
        }

        return ConsoleAnswer.Page<AuditPage, AuditModel>($"Audit {Format.Short(run.RunId)}", "audits", new AuditModel(run, first, [.. run.Findings.Skip(first).Take(ConsoleRequest.PageSize)]));
    }

    public static string TitleOf(AuditKind kind) => kind == AuditKind.Reconciliation ? "Reconciliation" : "Verification";

    /// <summary>How much is done, in percent.</summary>
    public static int PercentOf(AuditProgress run) => run.IsComplete ? 100 : run.Parts == 0 ? 0 : 100 * run.PartsDone / run.Parts;

    /// <summary>The page of what a finding is about; <see langword="null"/> where there is none.</summary>
    public static string? PathOf(AuditFinding finding) =>
        Isbn.TryParseArticle(finding.Id, out var isbn) ? $"stock/{isbn}"
        : Guid.TryParse(finding.Id, out _) && (finding.Code.StartsWith("order_", StringComparison.Ordinal) || finding.Code.StartsWith("payment_", StringComparison.Ordinal)) ? $"orders/{finding.Id}"
        : null;
}

/// <summary>What the list of audits shows.</summary>
internal sealed record AuditListModel(Page<AuditProgress> Page, bool IsLaterPage);

/// <summary>What the page of an audit shows.</summary>
internal sealed record AuditModel(AuditProgress Run, int First, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>The position of the next page of findings; <see langword="null"/> on the last.</summary>
    public int? Next => First + Findings.Count < Run.Findings.Count ? First + Findings.Count : null;
}
