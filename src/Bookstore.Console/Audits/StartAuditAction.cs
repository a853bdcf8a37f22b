using Bookstore.Contracts;

namespace Bookstore.Operating;

/// <summary>Starts an audit.</summary>
internal static class StartAuditAction
{
    public static ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request) => ValueTask.FromResult(request.Value("kind") switch
    {
        AuditKinds.Verify => Plan(request, AuditKind.Verification, "Checks the shop's own records: stock, holds, orders, refunds and returns have to fit together."),
        AuditKinds.Reconcile => Plan(request, AuditKind.Reconciliation, "Compares the orders with what the payment gateways have."),
        _ => null,
    });

    private static ActionPlan Plan(ConsoleRequest request, AuditKind kind, string effect) => new()
    {
        Title = kind == AuditKind.Reconciliation ? "Start reconciliation" : "Start verification",
        Section = "audits",
        Button = "Start audit",
        Back = "audits",
        Effects = [effect, "It changes nothing, and runs in the background while the shop sells. If one of its kind is in progress, that one is shown."],
        Perform = async input =>
        {
            var run = await request.Service<IBookstoreAudit>().StartAsync(kind, input.CancellationToken).ConfigureAwait(false);
            return ActionOutcome.Of(null, $"audits/{run.RunId}", "audit");
        },
    };
}
