using Bookstore.Storage;

namespace Bookstore;

/// <summary>Cancels orders and copies of orders: checks the request, submits the operation, hands the void over.</summary>
internal sealed class OrderCancellation(IOrderReads store, GroupCommit commit, PaymentSettlement settlement, TimeOrderedIds ids, StoreClock clock, BookstoreOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<CancelOrderResult> CancelAsync(CancelOrderRequest request, CancellationToken cancellationToken)
    {
        request = Check(request);

        // The capture follows the confirmation in the background, as a rule within milliseconds: copies that are cancelled right after it wait for it.
        int? waitedFor = null;
        for (var left = options.DispatchWait; ; left -= Pause)
        {
            var (result, isBeingCaptured) = await TryCancelAsync(request, cancellationToken).ConfigureAwait(false);
            if (result.Outcome == CancelOrderOutcome.PreconditionFailed && waitedFor is not null && result.Order is { PaymentStatus: PaymentStatus.Captured } captured && captured.Version == waitedFor + 1)
            {
                // The capture alone has raised the version that the caller has seen.
                request = request with { ExpectedVersion = ExpectedVersion.Of(captured.Version) };
                waitedFor = null;
                continue;
            }

            if (result.Outcome != CancelOrderOutcome.PaymentNotCaptured || !isBeingCaptured || left <= TimeSpan.Zero)
            {
                return result;
            }

            waitedFor = result.Order!.Version;
            await Task.Delay(Pause, clock.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(CancelOrderResult Result, bool IsBeingCaptured)> TryCancelAsync(CancelOrderRequest request, CancellationToken cancellationToken)
    {
        var known = await store.FindOrderAsync(request.OrderId, cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            return (new CancelOrderResult { Outcome = CancelOrderOutcome.OrderNotFound }, false);
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(request.IdempotencyKey, $"cancel:{request.OrderId:N}", () => FingerprintOf(request), now.Store);
        var (settleAt, refundId) = (settlement.DueAt(known, now.Store), ids.Next(now.Store));
        Operation<CancelOrderDecision> operation = request.Items.Count == 0
            ? new CancelOrder(known, request.ExpectedVersion, claim, now, settleAt, refundId, request.Reason)
            : new CancelItems(known, CopiesOf(request.Items), request.ExpectedVersion, claim, now, settleAt, refundId, request.Reason);
        var decision = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
        if (decision.IsChanged)
        {
            settlement.HandOff(decision.Order);
        }

        var result = new CancelOrderResult
        {
            Outcome = decision.Outcome,
            Order = decision.Order.Order,
            Isbn = decision.Isbn,
            DeliveryId = decision.DeliveryId,
            Replayed = decision.Replayed,
        };
        return (result, decision.Order.PendingAction == PaymentAction.Capture);
    }

    private static LineCopies[] CopiesOf(IReadOnlyList<CancelOrderItem> items) => [.. items.Select(static item => new LineCopies(item.Isbn, item.Quantity))];

    private static CancelOrderRequest Check(CancelOrderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.OrderId);
        if (request.Reason is not null)
        {
            Require.Text(request.Reason, 1, Refund.MaxReasonLength);
        }

        Require.NotNull(request.Items);
        Require.Count(request.Items.Count, 0, Order.MaxLines, nameof(request.Items));

        // A copy of the caller's list: what was checked is what is decided upon.
        CancelOrderItem[] items = [.. request.Items.OrderBy(static item => Require.NotNull(item, "Items").Isbn)];
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

    // Of the whole order without a reason, it is the same as ever: keys outlive versions.
    private static Fingerprint FingerprintOf(CancelOrderRequest request)
    {
        var fingerprint = new Fingerprint();
        if (request.Items.Count > 0 || request.Reason is not null)
        {
            fingerprint.Add(request.Reason).Add(request.Items.Count);
        }

        foreach (var item in request.Items)
        {
            fingerprint.Add(item.Isbn.ToInt64()).Add(item.Quantity);
        }

        return fingerprint;
    }
}
