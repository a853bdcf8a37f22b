using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks arguments, submits operations, reads committed state.</summary>
internal sealed class ReturnService(IBookstoreStore store, GroupCommit commit, TimeOrderedIds ids, StoreClock clock, IOptions<BookstoreOptions> options) : IReturnService
{
    public Task<CreateReturnResult> CreateAsync(CreateReturnRequest request, CancellationToken cancellationToken = default)
    {
        request = ReturnRequests.Check(request);
        var opening = new ReturnOpening { Kind = ReturnKind.Return, Items = request.Items, Shipping = request.Shipping, Note = request.Note, Expected = request.ExpectedVersion };
        return OpenAsync(request.OrderId, opening, request.IdempotencyKey, $"return:{request.OrderId:N}", () => ReturnRequests.FingerprintOf(request), cancellationToken);
    }

    public Task<CreateReturnResult> WithdrawAsync(WithdrawRequest request, CancellationToken cancellationToken = default)
    {
        request = ReturnRequests.Check(request);
        var opening = new ReturnOpening { Kind = ReturnKind.Withdrawal, Items = request.Items, Statement = request.Statement, Expected = request.ExpectedVersion, Period = options.Value.Returns.WithdrawalPeriod };
        return OpenAsync(request.OrderId, opening, request.IdempotencyKey, $"withdrawal:{request.OrderId:N}", () => ReturnRequests.FingerprintOf(request), cancellationToken);
    }

    public async ValueTask<Return?> FindAsync(Guid returnId, CancellationToken cancellationToken = default) =>
        await store.FindDocumentAsync(ReturnDocuments.Kind.IdOf(returnId), cancellationToken).ConfigureAwait(false) is { } document ? ReturnDocuments.Read(document).Return : null;

    public async ValueTask<IReadOnlyList<Return>> ListAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var documents = await store.ListDocumentsOfAsync(orderId, ReturnDocuments.Kind.Name, null, Order.MaxReturns + 1, cancellationToken).ConfigureAwait(false);
        return [.. documents.Select(static document => ReturnDocuments.Read(document).Return)];
    }

    public async ValueTask<Page<Return>> ListAsync(Guid orderId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var limit = Require.Limit(Require.NotNull(page).Limit);
        var cursors = CursorFilter.Of(orderId.ToString("N"));
        var found = await store.ListDocumentsOfAsync(orderId, ReturnDocuments.Kind.Name, Cursor.ReadReturn(page.After, cursors), Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        return PageOf(found, limit, cursors);
    }

    public async ValueTask<Page<Return>> ListAsync(ReturnQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        if (query.Status is { } status)
        {
            Require.Defined(status, nameof(query));
        }

        var cursors = CursorFilter.Of(query.Status?.ToString());
        if (query.Attention)
        {
            return await ListToAttendAsync(query, limit, cursors.And("attention"), cancellationToken).ConfigureAwait(false);
        }

        var after = Cursor.ReadReturn(query.After, cursors);
        var found = await store.ListDocumentsAsync(ReturnDocuments.Kind.Name, (int?)query.Status, after, Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        return PageOf(found, limit, cursors);
    }

    // What waits for a person is due, since it waits. Of another status it is left out, so that a page may be short although more follows.
    private async ValueTask<Page<Return>> ListToAttendAsync(ReturnQuery query, int limit, CursorFilter cursors, CancellationToken cancellationToken)
    {
        DuePosition? after = Cursor.ReadWork(query.After, cursors) is { } position ? new DuePosition(position.Key.DueAt, position.Key.Id) : null;
        var found = await store.ListDueDocumentsAsync(ReturnDocuments.Kind.Name, null, DateTimeOffset.MaxValue, after, limit, cancellationToken).ConfigureAwait(false);
        var returns = found.Items.Where(document => query.Status is null || document.State == (int)query.Status).Select(static document => ReturnDocuments.Read(document).Return);
        return new Page<Return>([.. returns], found.Next is { } next ? Cursor.ForWork(new WorkPosition(0, new PartyDuePosition(null, next.DueAt, next.Id)), cursors) : null);
    }

    public Task<MoveReturnResult> ApproveAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        MoveAsync(returnId, ReturnStatus.Approved, null, expectedVersion, cancellationToken);

    public Task<MoveReturnResult> RejectAsync(Guid returnId, string reason, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        MoveAsync(returnId, ReturnStatus.Rejected, Require.Text(reason, 1, Return.MaxReasonLength), expectedVersion, cancellationToken);

    public Task<MoveReturnResult> CompleteAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        MoveAsync(returnId, ReturnStatus.Completed, null, expectedVersion, cancellationToken);

    public Task<MoveReturnResult> CancelAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        MoveAsync(returnId, ReturnStatus.Cancelled, null, expectedVersion, cancellationToken);

    public async Task<MoveReturnResult> ReceiveAsync(ReceiveReturnRequest request, CancellationToken cancellationToken = default)
    {
        request = ReturnRequests.Check(request);
        if (await FindAsync(request.ReturnId, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.ReturnNotFound };
        }

        var order = await store.FindOrderAsync(found.OrderId, cancellationToken).ConfigureAwait(false)
            ?? throw new BookstoreStoreException($"Return {found.Id} belongs to order {found.OrderId}, which is not there. Run VerifyAsync.");
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var operation = new ReceiveReturn(order, request, options.Value.Returns.RefundPolicy, ids.Next(now.Store), now);
        return await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    private static Page<Return> PageOf(IReadOnlyList<DocumentRecord> found, int limit, CursorFilter cursors) => Paging.Take(
        new KeysetPage<DocumentRecord, Guid>(found, null), limit, static document => ReturnDocuments.Read(document).Return, static document => document.Id.Id, id => Cursor.ForReturn(id, cursors));

    private async Task<CreateReturnResult> OpenAsync(
        Guid orderId, ReturnOpening opening, IdempotencyKey? key, string operation, Func<Fingerprint> fingerprint, CancellationToken cancellationToken)
    {
        if (await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false) is not { } order)
        {
            return new CreateReturnResult { Outcome = CreateReturnOutcome.OrderNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(key, operation, fingerprint, now.Store);
        return await commit.SubmitAsync(new OpenReturn(order, opening, ids.Next(now.Store), claim, now), cancellationToken).ConfigureAwait(false);
    }

    private async Task<MoveReturnResult> MoveAsync(Guid returnId, ReturnStatus status, string? reason, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await FindAsync(Require.Id(returnId), cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.ReturnNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        return await commit.SubmitAsync(new MoveReturn(found, status, reason, expected, now), cancellationToken).ConfigureAwait(false);
    }
}
