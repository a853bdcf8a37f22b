using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Walks through the records in pages; the checks are in the classes beside this one.</summary>
internal sealed class AuditWalk(IBookstoreStore store, PaymentGateways gateways, TimeSpan gatewayTimeout, TimeProvider time)
{
    // The parts of each audit, in its order.
    private const int PartsOfVerification = 7;
    private const int PartsOfReconciliation = 2;

    private const int PageSize = 200;

    // A store may read all that is held for each page of books.
    private const int BooksPageSize = 1_000;

    private readonly GatewayReads _reads = new(gatewayTimeout, time);

    /// <summary>Whether this host has a gateway to compare with.</summary>
    public bool CanReconcile => gateways.All.Count > 0;

    public static int PartsOf(AuditKind kind) => kind == AuditKind.Verification ? PartsOfVerification : PartsOfReconciliation;

    /// <summary>Does a part of an audit of either kind.</summary>
    public Task<AuditReport> RunAsync(AuditKind kind, AuditRequest request, SeenPayments seen, CancellationToken cancellationToken) =>
        kind == AuditKind.Verification ? VerifyAsync(request, cancellationToken) : ReconcileAsync(request, seen, cancellationToken);

    public async Task<AuditReport> VerifyAsync(AuditRequest? request, CancellationToken cancellationToken)
    {
        var run = new AuditRun(request);
        var isComplete =
            (run.Phase > 0 || await VerifyStockAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 1 || await VerifyOrdersAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 2 || await VerifyReservationsAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 3 || await VerifyKeysAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 4 || await VerifyReturnsAsync(run, cancellationToken).ConfigureAwait(false))
            && (run.Phase > 5 || await VerifyRefundsAsync(run, cancellationToken).ConfigureAwait(false))
            && await VerifyWaitingLinesAsync(run, cancellationToken).ConfigureAwait(false);
        return run.Report(isComplete);
    }

    public async Task<AuditReport> ReconcileAsync(AuditRequest? request, SeenPayments seen, CancellationToken cancellationToken)
    {
        if (gateways.All.Count == 0)
        {
            throw new InvalidOperationException(gateways.Missing);
        }

        var run = new AuditRun(request);
        var looks = new SecondLooks(store, gateways, _reads, run, seen, time);
        var isComplete =
            (run.Phase > 0 || await new PaymentListings(gateways, _reads, run, looks).ReconcileAsync(cancellationToken).ConfigureAwait(false))
            && await ReconcileOrdersAsync(run, looks, cancellationToken).ConfigureAwait(false);
        await looks.EndAsync(cancellationToken).ConfigureAwait(false);
        return run.Report(isComplete);
    }

    private static Guid? ReadId(string? position) => position is null
        ? null
        : Guid.TryParse(position, CultureInfo.InvariantCulture, out var id) ? id : throw new InvalidCursorException();

    private static Isbn? ReadIsbn(string? position) => position is null
        ? null
        : long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Isbn.FromStored(number) : throw new InvalidCursorException();

    private Task<bool> VerifyStockAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        BooksPageSize,
        (position, limit) => store.AuditStockAsync(ReadIsbn(position), limit, cancellationToken),
        audit => audit.Isbn.ToString(),
        async audit =>
        {
            StockVerification.Check(run, audit);
            if (audit.Level is { Waiting: > 0 })
            {
                await WaitingVerification.CheckStockAsync(run, store, audit.Isbn, cancellationToken).ConfigureAwait(false);
            }
        });

    private Task<bool> VerifyOrdersAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.AuditOrdersAsync(ReadId(position), limit, cancellationToken),
        audit => audit.Order.Order.Id.ToString(),
        async audit =>
        {
            OrderVerification.Check(run, audit);
            if (audit.Order.Order.Refunds is not null)
            {
                await RefundVerification.CheckSumsAsync(run, store, audit.Order.Order.Id, cancellationToken).ConfigureAwait(false);
            }

            if (audit.Order.Order.Lines.Any(static line => line.Waiting > 0))
            {
                await WaitingVerification.CheckOrderAsync(run, store, audit.Order.Order.Id, cancellationToken).ConfigureAwait(false);
            }
        });

    private Task<bool> VerifyReservationsAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.AuditReservationsAsync(ReadId(position), limit, cancellationToken),
        audit => audit.Reservation.Id.ToString(),
        audit => Checked(OrderVerification.Check, run, audit));

    private Task<bool> VerifyKeysAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.ListKeysWithOrdersAsync(DateTimeOffset.MaxValue, position is null ? null : KeyPosition.Read(position), limit, cancellationToken),
        static listed => KeyPosition.Of(listed.Key),
        listed => Checked(CheckKey, run, listed));

    private Task<bool> VerifyReturnsAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.ListDocumentsAsync(ReturnDocuments.Kind.Name, null, ReadId(position), limit, cancellationToken),
        static document => document.Id.Id.ToString(),
        document => ReturnVerification.CheckAsync(run, store, document, cancellationToken));

    private Task<bool> VerifyRefundsAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.ListDocumentsAsync(RefundDocuments.Kind.Name, null, ReadId(position), limit, cancellationToken),
        static document => document.Id.Id.ToString(),
        document => RefundVerification.CheckAsync(run, store, document, cancellationToken));

    private Task<bool> VerifyWaitingLinesAsync(AuditRun run, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.ListDocumentsAsync(WaitingLine.Documents.Name, null, ReadId(position), limit, cancellationToken),
        static document => document.Id.Id.ToString(),
        document => WaitingVerification.CheckLineAsync(run, store, document, cancellationToken));

    private static void CheckKey(AuditRun run, KeyWithOrder listed)
    {
        if (!listed.HasOrder && string.Equals(KeyClaim.KindOf(listed.Key), KeyClaim.Scope, StringComparison.Ordinal))
        {
            run.Find("key_without_order", listed.Key.ResourceId, "An idempotency key names an order that does not exist.");
        }
    }

    // The payments that the gateway has were looked at first, so the walk through the orders looks for missing ones only.
    private Task<bool> ReconcileOrdersAsync(AuditRun run, SecondLooks looks, CancellationToken cancellationToken) => WalkAsync(
        run,
        PageSize,
        (position, limit) => store.AuditOrdersAsync(ReadId(position) ?? (run.Since is { } since ? TimeOrderedIds.FloorOf(since) : null), limit, cancellationToken),
        audit => audit.Order.Order.Id.ToString(),
        audit => audit.Order.Order is { Status: OrderStatus.Created or OrderStatus.Delivered, PaymentStatus: not PaymentStatus.NotRequired } && gateways.ToCompare(audit.Order) is { } gateway
            ? looks.LookForAsync(gateway, audit.Order.Order.Id, cancellationToken)
            : Task.CompletedTask);

    // One phase: every record from the run's position on, page by page. False when the run has to stop before the end.
    private async Task<bool> WalkAsync<T>(
        AuditRun run, int pageSize, Func<string?, int, ValueTask<IReadOnlyList<T>>> nextPage, Func<T, string> positionOf, Func<T, Task> check)
    {
        var size = new AuditPageSize(pageSize);
        while (true)
        {
            var limit = size.Next;
            var began = time.GetTimestamp();
            IReadOnlyList<T> page;
            try
            {
                page = await nextPage(run.Position, limit).ConfigureAwait(false);
                size.Took(time.GetElapsedTime(began));
            }
            catch (BookstoreStoreException fault) when (fault.RecordId is not null && fault.RecordId != run.Position)
            {
                if (size.IsolateUnreadable())
                {
                    run.Find("record_unreadable", fault.RecordId, fault.Message);
                    run.Advance(fault.RecordId);
                }

                if (run.MustStop)
                {
                    return false;
                }

                continue;
            }
            catch (BookstoreStoreException fault) when (fault is { RecordId: null, IsTransient: true })
            {
                if (!size.TryShrink())
                {
                    throw NotRead(run, fault);
                }

                continue;
            }

            foreach (var record in page)
            {
                await check(record).ConfigureAwait(false);
                run.Advance(positionOf(record));
                if (run.MustStop)
                {
                    return false;
                }
            }

            if (page.Count < limit)
            {
                run.NextPhase();
                return true;
            }
        }
    }

    private static BookstoreStoreException NotRead(AuditRun run, BookstoreStoreException fault) => new(
        $"The audit cannot read on at '{run.Report(isComplete: false).Next}', not even one record at a time. {fault.Message} Then run it again while less is written, or over a restored backup; RunAsync continues where it was.",
        fault)
    { IsTransient = true };

    private static Task Checked<T>(Action<AuditRun, T> check, AuditRun run, T audit)
    {
        check(run, audit);
        return Task.CompletedTask;
    }
}
