using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Walks through the records in pages; what has to be true of each stands in the classes beside this one.</summary>
internal sealed class BookstoreAudit(IBookstoreStore store, IPaymentGateway gateway) : IBookstoreAudit
{
    private const int PageSize = 200;

    // A store may read all that is held for each page of books.
    private const int BooksPageSize = 1_000;

    public async Task<AuditReport> VerifyAsync(AuditRequest? request = null, CancellationToken cancellationToken = default)
    {
        var run = new AuditRun(request);
        var isComplete =
            (run.Phase > 0 || await VerifyStockAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 1 || await VerifyOrdersAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 2 || await VerifyReservationsAsync(run, cancellationToken).ConfigureAwait(false))
            && await VerifyKeysAsync(run, cancellationToken).ConfigureAwait(false);
        return run.Report(isComplete);
    }

    public async Task<AuditReport> ReconcileAsync(AuditRequest? request = null, CancellationToken cancellationToken = default)
    {
        var run = new AuditRun(request);
        var isComplete =
            (run.Phase > 0 || await ReconcilePaymentsAsync(run, cancellationToken).ConfigureAwait(false))
            && await ReconcileOrdersAsync(run, cancellationToken).ConfigureAwait(false);
        return run.Report(isComplete);
    }

    private static Guid? ReadId(string? position) => position is null
        ? null
        : Guid.TryParse(position, CultureInfo.InvariantCulture, out var id) ? id : throw new InvalidCursorException();

    private static Isbn? ReadIsbn(string? position) => position is null
        ? null
        : Isbn.TryParse(position, out var isbn) ? isbn : throw new InvalidCursorException();

    private Task<bool> VerifyStockAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        BooksPageSize,
        position => store.AuditStockAsync(ReadIsbn(position), BooksPageSize, cancellationToken),
        audit => audit.Isbn.ToString(),
        audit => Checked(StockVerification.Check, run, audit));

    private Task<bool> VerifyOrdersAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        position => store.AuditOrdersAsync(ReadId(position), PageSize, cancellationToken),
        audit => audit.Order.Order.Id.ToString(),
        audit => Checked(OrderVerification.Check, run, audit));

    private Task<bool> VerifyReservationsAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        position => store.AuditReservationsAsync(ReadId(position), PageSize, cancellationToken),
        audit => audit.Reservation.Id.ToString(),
        audit => Checked(OrderVerification.Check, run, audit));

    private Task<bool> VerifyKeysAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        position => store.ListKeysAsync(DateTimeOffset.MaxValue, position is null ? null : KeyPosition.Read(position), PageSize, cancellationToken),
        KeyPosition.Of,
        async key =>
        {
            if (string.Equals(key.Id.Operation, OrderWorkflow.KeyOperation, StringComparison.Ordinal)
                && await store.FindOrderAsync(key.ResourceId, cancellationToken).ConfigureAwait(false) is null)
            {
                run.Find("key_without_order", key.ResourceId, "An idempotency key stands for an order that is not there.");
            }
        });

    // A gateway lists its payments in any order, so that there is no position in them: this part is walked through whole.
    private async Task<bool> ReconcilePaymentsAsync(AuditRun run, CancellationToken cancellationToken)
    {
        await foreach (var payment in gateway.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            await ReconcileAsync(run, payment.OrderId, isMissing: false, cancellationToken).ConfigureAwait(false);
            run.Count();
        }

        run.NextPhase();
        return !run.MustStop;
    }

    private Task<bool> ReconcileOrdersAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        position => store.AuditOrdersAsync(ReadId(position), PageSize, cancellationToken),
        audit => audit.Order.Order.Id.ToString(),
        audit => audit.Order.Order.Status is OrderStatus.Created or OrderStatus.Delivered
            ? ReconcileAsync(run, audit.Order.Order.Id, isMissing: true, cancellationToken)
            : Task.CompletedTask);

    // Sales go on meanwhile: only what is wrong before and after a second look is a finding. The payments that the gateway has are
    // looked at first, so the walk through the orders looks for missing ones only.
    private async Task ReconcileAsync(AuditRun run, Guid orderId, bool isMissing, CancellationToken cancellationToken)
    {
        AuditFinding? problem = null;
        var record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        for (var look = 0; look < 2; look++)
        {
            var payment = await gateway.FindAsync(new FindRequest(orderId, record?.Order.PaymentTransactionId), cancellationToken).ConfigureAwait(false);
            record = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
            problem = PaymentReconciliation.Problem(record, payment);
            if (problem is null || (isMissing && payment is not null))
            {
                return;
            }
        }

        run.Find(problem!.Code, problem.Id, problem.Detail);
    }

    // One phase: every record from the run's position on, page by page. False when the run has to stop before the end.
    private static async Task<bool> WalkAsync<T>(
        AuditRun run, int pageSize, Func<string?, ValueTask<IReadOnlyList<T>>> nextPage, Func<T, string> positionOf, Func<T, Task> check)
    {
        while (true)
        {
            var page = await nextPage(run.Position).ConfigureAwait(false);
            foreach (var record in page)
            {
                await check(record).ConfigureAwait(false);
                run.Advance(positionOf(record));
                if (run.MustStop)
                {
                    return false;
                }
            }

            if (page.Count < pageSize)
            {
                run.NextPhase();
                return true;
            }
        }
    }

    private static Task Checked<T>(Action<AuditRun, T> check, AuditRun run, T audit)
    {
        check(run, audit);
        return Task.CompletedTask;
    }
}
