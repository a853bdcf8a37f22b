using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Checks arguments, submits operations, reads committed state.</summary>
internal sealed class RefundService(IBookstoreStore store, GroupCommit commit, TimeOrderedIds ids, StoreClock clock, ILogger<RefundService> logger) : IRefundService
{
    /// <summary>The kind of request that an idempotency key of a new refund was sent for.</summary>
    public const string KeyKind = "refund";

    public async Task<CreateRefundResult> CreateAsync(CreateRefundRequest request, CancellationToken cancellationToken = default)
    {
        request = Check(request);
        if (await store.FindOrderAsync(Require.Id(request.OrderId), cancellationToken).ConfigureAwait(false) is not { } order)
        {
            return new CreateRefundResult { Outcome = CreateRefundOutcome.OrderNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(request.IdempotencyKey, $"{KeyKind}:{request.OrderId:N}", () => FingerprintOf(request), now.Store);
        var decision = await commit.SubmitAsync(new CreateRefund(order, request, ids.Next(now.Store), claim, now), cancellationToken).ConfigureAwait(false);
        return new CreateRefundResult
        {
            Outcome = decision.Outcome,
            Refund = decision.Refund,
            Refundable = decision.Order.Order.Refundable,
            PaymentStatus = decision.Order.Order.PaymentStatus,
            Isbn = decision.Isbn,
            Replayed = decision.Replayed,
        };
    }

    public async ValueTask<Refund?> FindAsync(Guid refundId, CancellationToken cancellationToken = default) =>
        await store.FindDocumentAsync(RefundDocuments.Kind.IdOf(refundId), cancellationToken).ConfigureAwait(false) is { } document ? RefundDocuments.Read(document).Refund : null;

    public async ValueTask<IReadOnlyList<Refund>> ListAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var documents = await store.ListDocumentsOfAsync(orderId, RefundDocuments.Kind.Name, null, Order.MaxRefunds + 1, cancellationToken).ConfigureAwait(false);
        return [.. documents.Select(static document => RefundDocuments.Read(document).Refund)];
    }

    public async ValueTask<Page<Refund>> ListAsync(Guid orderId, PageRequest page, CancellationToken cancellationToken = default)
    {
        var limit = Require.Limit(Require.NotNull(page).Limit);
        var filter = CursorFilter.Of(orderId.ToString("N"));
        var documents = await store.ListDocumentsOfAsync(orderId, RefundDocuments.Kind.Name, Cursor.ReadRefund(page.After, filter), limit, cancellationToken).ConfigureAwait(false);
        return new Page<Refund>(
            [.. documents.Select(static document => RefundDocuments.Read(document).Refund)], documents.Count < limit ? null : Cursor.ForRefund(documents[^1].Id.Id, filter));
    }

    public Task<ResolveRefundResult> RetryAsync(Guid refundId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(refundId, OrderTrigger.RetryPayment, null, null, idempotencyKey, expectedVersion, cancellationToken);

    public Task<ResolveRefundResult> MarkDoneAsync(
        Guid refundId, string reference, AttentionReason? attention = null, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(
            refundId, OrderTrigger.MarkPaymentDone, attention, (PaymentResolutionKind.MarkedDone, Require.Text(reference, 1, PaymentResolution.MaxNoteLength)), idempotencyKey, expectedVersion, cancellationToken);

    public Task<ResolveRefundResult> GiveUpAsync(
        Guid refundId, string reason, AttentionReason? attention = null, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(
            refundId, OrderTrigger.GiveUpPayment, attention, (PaymentResolutionKind.GivenUp, Require.Text(reason, 1, PaymentResolution.MaxNoteLength)), idempotencyKey, expectedVersion, cancellationToken);

    private async Task<ResolveRefundResult> ResolveAsync(
        Guid refundId, OrderTrigger trigger, AttentionReason? attention, (PaymentResolutionKind Kind, string Note)? decided, IdempotencyKey? key, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await FindAsync(Require.Id(refundId), cancellationToken).ConfigureAwait(false) is not { } refund)
        {
            return new ResolveRefundResult { Outcome = ResolveRefundOutcome.RefundNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var resolution = decided is { } decision ? new PaymentResolution(decision.Kind, decision.Note, now.Shown) : null;
        var claim = KeyClaim.For(key, $"payment:{refundId:N}", () => new Fingerprint().Add(trigger.ToString()).Add(attention?.ToString()).Add(resolution?.Note), now.Store);
        var result = await commit.SubmitAsync(new ResolveRefund(refund, new RefundResolution(trigger, resolution, now), attention, expected, claim), cancellationToken).ConfigureAwait(false);
        if (result is { Outcome: ResolveRefundOutcome.Resolved, Replayed: false })
        {
            Log.PaymentResolved(logger, refund.OrderId, trigger);
        }

        return result;
    }

    private static CreateRefundRequest Check(CreateRefundRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Text(request.Reason, 1, Refund.MaxReasonLength);
        if (request.Note is not null)
        {
            Require.Text(request.Note, 0, Refund.MaxNoteLength);
        }

        Require.NotNull(request.Items);
        Require.Count(request.Items.Count, 0, Order.MaxLines, nameof(request.Items));
        if (request.Amount is { } amount)
        {
            if (amount <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(request), amount, "Amount must be above zero.");
            }

            if (request.Items.Count > 0 || request.Shipping)
            {
                throw new ArgumentException("Amount cannot be given together with Items or Shipping: their worth is the amount.", nameof(request));
            }
        }

        // A copy of the caller's list: what was checked is what is decided upon and stored.
        RefundItem[] items = [.. request.Items.OrderBy(static item => Require.NotNull(item, "Items").Isbn)];
        for (var i = 0; i < items.Length; i++)
        {
            Require.Isbn(items[i].Isbn, $"Items[{i}].Isbn");
            Require.InRange(items[i].Quantity, 1, Order.MaxQuantity, $"Items[{i}].Quantity");
            if (i > 0 && items[i].Isbn == items[i - 1].Isbn)
            {
                throw new ArgumentException($"The book {items[i].Isbn} is given more than once in Items. Give it once, with the sum of its copies.", nameof(request));
            }
        }

        return request with { Items = items };
    }

    private static Fingerprint FingerprintOf(CreateRefundRequest request)
    {
        var fingerprint = new Fingerprint().Add(request.Amount).Add(request.Shipping ? 1 : 0).Add(request.Reason).Add(request.Note).Add(request.Items.Count);
        foreach (var item in request.Items)
        {
            fingerprint.Add(item.Isbn.ToInt64()).Add(item.Quantity);
        }

        return fingerprint;
    }
}
