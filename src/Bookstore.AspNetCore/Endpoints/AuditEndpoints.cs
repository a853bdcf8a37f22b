using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Audits, which run in the background.</summary>
internal static class AuditEndpoints
{
    private const string AuditId = "The audit.";

    [Tags("Audits")]
    [EndpointName("startAudit")]
    [EndpointSummary("Start an audit")]
    [EndpointDescription(
        "`verify` checks the shop's own records, `reconcile` compares the orders with the payment gateways. It runs in the background, on one host at a time, and continues on another host or after a restart from its last step. "
        + "At most one audit of each kind is in progress: a further request is answered with that one. Read `GET /api/audits/{audit_id}` for its progress.")]
    [Consumes("application/json")]
    [Responds(202, "The audit that was started, or the one of its kind that is in progress.")]
    [Refuses(ProblemCodes.InvalidAudit)]
    public static async ValueTask<ApiResult<AuditResource>> StartAsync(JsonBody<StartAuditBody> body, HttpContext context, CancellationToken cancellationToken)
    {
        var kind = body.Value.Kind == AuditKinds.Reconcile ? AuditKind.Reconciliation : AuditKind.Verification;
        var started = await ApiRequest.Service<IBookstoreAudit>(context).StartAsync(kind, cancellationToken).ConfigureAwait(false);
        return new ApiResult<AuditResource>(Resources.From(started)) { Status = StatusCodes.Status202Accepted, Location = ApiRequest.LocationOf(context, started.RunId.ToString()) };
    }

    [Tags("Audits")]
    [EndpointName("getAudit")]
    [EndpointSummary("Read the progress of an audit")]
    [EndpointDescription("How far it is, and how many findings it has. An audit is kept for 90 days after its last step, unless the shop says otherwise.")]
    [Responds(200, "The audit.")]
    [Refuses(ProblemCodes.AuditNotFound)]
    public static async ValueTask<ApiResult<AuditResource>> GetAsync(
        [FromRoute(Name = "audit_id"), StringLength(100), Description(AuditId)] string auditId, HttpContext context, CancellationToken cancellationToken)
    {
        var run = await ApiRequest.Service<IBookstoreAudit>(context).FindRunAsync(ApiRequest.IdOf(auditId), cancellationToken).ConfigureAwait(false);
        return run is null ? Problems.AuditNotFound : new ApiResult<AuditResource>(Resources.From(run));
    }

    [Tags("Audits")]
    [EndpointName("listAuditFindings")]
    [EndpointSummary("List the findings of an audit")]
    [EndpointDescription("What is wrong, in the order in which it was found, with what it means and what to do; also of an audit that is in progress. An audit ends with 1,000 findings. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The findings.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.AuditNotFound)]
    public static async ValueTask<ListResult<AuditFinding, AuditFindingResource>> ListFindingsAsync(
        [FromRoute(Name = "audit_id"), StringLength(100), Description(AuditId)] string auditId, [AsParameters] PageParameters page, HttpContext context, CancellationToken cancellationToken)
    {
        if (await ApiRequest.Service<IBookstoreAudit>(context).FindRunAsync(ApiRequest.IdOf(auditId), cancellationToken).ConfigureAwait(false) is not { } run)
        {
            return Problems.AuditNotFound;
        }

        // Findings are only ever added at the end, so their number is a position.
        var first = 0;
        if (page.After is { } after && (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first == 0 || CursorOf(first) != after))
        {
            return Problems.InvalidCursor;
        }

        return new(page.Size, limit => ValueTask.FromResult(PageOf(run.Findings, first, limit)), Resources.From);
    }

    private static Page<AuditFinding> PageOf(IReadOnlyList<AuditFinding> all, int first, int limit)
    {
        AuditFinding[] items = [.. all.Skip(first).Take(limit)];
        var next = first + items.Length;
        return new Page<AuditFinding>(items, items.Length > 0 && next < all.Count ? CursorOf(next) : null);
    }

    private static string CursorOf(int position) => position.ToString(CultureInfo.InvariantCulture);
}
