using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bookstore.Payments.Simulated;

/// <summary>A payment gateway for development and tests that makes no real charges, and keeps the whole contract while doing so.</summary>
/// <remarks>
/// <para>The token is a card number; spaces and hyphens are ignored. A missing one is declined with <c>missing_card</c>,
/// <c>4000000000000002</c> with <c>card_declined</c>, <c>4000000000009995</c> with <c>insufficient_funds</c>, and an amount that is not
/// positive with <c>invalid_amount</c>. With <c>4000000000000119</c> the gateway fails and nothing is held; with <c>4000000000000341</c> the
/// amount is held and the answer is lost. With <c>4000000000005126</c> refunds are refused for good (<c>expired_or_canceled_card</c>), with
/// <c>4000000000001976</c> the capture is (<c>capture_refused</c>). With <c>4000000000000259</c> the payment is disputed a second after its capture (<see cref="GatewayPayment.Dispute"/>). With <c>4000002760003184</c> the customer has to act first: the payment waits for <see cref="CompleteActionAsync"/>. Every other number is approved. No part of a card number is kept.</para>
/// <para>With <see cref="SimulatedPaymentGatewayOptions.LedgerPath"/> every answer is in the file before it is given, on the disk as
/// <see cref="SimulatedPaymentGatewayOptions.LedgerSync"/> says, and several processes on one machine may share the file. In memory, all orders are kept for as long as the gateway lives. Safe for use from any number of threads.</para>
/// </remarks>
public sealed class SimulatedPaymentGateway : IPaymentGateway, IAsyncDisposable, IDisposable
{
    private readonly IPaymentLedger _ledger;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _latency;
    private readonly TimeSpan? _lifetime;
    private readonly string? _shop;
    private readonly Func<Guid, Uri>? _bank;
    private readonly DisputeNotices _disputes;
    private readonly SimulatedWebhooks? _webhooks;

    /// <summary>Makes a gateway.</summary>
    /// <param name="options">How it behaves; read once. <see langword="null"/>: the defaults, in memory only.</param>
    /// <param name="timeProvider">The clock of the ledger and of the latency; the system's by default.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="BookstoreException">The ledger cannot be opened; the message says what to do.</exception>
    public SimulatedPaymentGateway(SimulatedPaymentGatewayOptions? options = null, TimeProvider? timeProvider = null)
    {
        options ??= new SimulatedPaymentGatewayOptions();
        options.Validate();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _latency = options.Latency ?? TimeSpan.Zero;
        _lifetime = options.AuthorizationLifetime;
        _shop = ShopTag.Of(options.Shop);
        _bank = options.BankPage;
        _webhooks = options is { WebhookAddress: { } address, WebhookSecret: { } secret } ? new SimulatedWebhooks(address, secret, _timeProvider) : null;
        _disputes = new DisputeNotices(_webhooks is { } webhooks ? (orderId, _) => TellAsync(webhooks, orderId) : options.OnDispute, _timeProvider);
        _ledger = options.LedgerPath is { } path
            ? new FileLedger(Path.GetFullPath(path), options, _timeProvider)
            : new MemoryLedger(_shop, _timeProvider);
    }

    /// <summary><c>simulated</c>.</summary>
    public string Name => "simulated";

    /// <summary><see langword="true"/>: every call waits asynchronously.</summary>
    public bool NeverBlocks => true;

    /// <summary>Zero: a void forbids a later authorization.</summary>
    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The gateway failed, as the card number asked, or its ledger cannot be used; taken as unknown.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var verdict = SimulatedCard.Judge(request);
        var now = Now;
        var before = await CallAsync(LedgerOperation.Authorize, request.OrderId, request.Amount, cancellationToken, verdict, request.Attempt, now: now).ConfigureAwait(false);
        return PaymentRules.AnswerAuthorize(request.OrderId, before, verdict, _bank, request.Attempt, now, _lifetime);
    }

    /// <summary>Plays the customer at the bank: approves or refuses a payment that waits for them. A payment that does not wait is left as it is.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="isApproved">Whether the customer approves. A refused payment is declined with <c>authentication_failed</c>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The payment as it is now; <see langword="null"/> when there is none.</returns>
    /// <exception cref="BookstoreException">The ledger cannot be used; whether the step was taken is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<GatewayPayment?> CompleteActionAsync(Guid orderId, bool isApproved, CancellationToken cancellationToken = default)
    {
        var attempt = await ReadLastAttemptAsync(orderId, cancellationToken).ConfigureAwait(false);
        await CallAsync(isApproved ? LedgerOperation.Approve : LedgerOperation.Refuse, orderId, default, cancellationToken, attempt: attempt, now: Now).ConfigureAwait(false);
        var payment = await FindAsync(new FindRequest(orderId, null) { Attempt = attempt }, cancellationToken).ConfigureAwait(false);
        if (payment is not null)
        {
            _webhooks?.Send(payment.Status == GatewayPaymentStatus.Declined ? "payment.declined" : "payment.approved", orderId);
        }

        return payment;
    }

    /// <summary>Finds the last payment of an order: the one that a customer sees at the bank.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The payment; <see langword="null"/> when there is none.</returns>
    /// <exception cref="BookstoreException">The ledger cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<GatewayPayment?> FindLastAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var attempt = await ReadLastAttemptAsync(orderId, cancellationToken).ConfigureAwait(false);
        return await FindAsync(new FindRequest(orderId, null) { Attempt = attempt }, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<bool> TellAsync(SimulatedWebhooks webhooks, Guid orderId)
    {
        webhooks.Send("payment.disputed", orderId);
        return new ValueTask<bool>(true);
    }

    private async ValueTask<int> ReadLastAttemptAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var state = await _ledger.ApplyAsync(new LedgerRequest(LedgerOperation.Find, orderId, default, CardVerdict.Approve), cancellationToken).ConfigureAwait(false);
        return Math.Max((byte)1, state.Attempt);
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The ledger cannot be used; the outcome is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now;
        var before = await CallAsync(LedgerOperation.Capture, request.OrderId, request.Amount, cancellationToken, attempt: request.Attempt, now: now).ConfigureAwait(false);
        var answer = PaymentRules.AnswerCapture(before, request.Amount, now, _lifetime);
        if (before.Verdict == CardVerdict.Dispute && answer.Outcome == CaptureOutcome.Captured)
        {
            _disputes.Plan(request.OrderId);
        }

        return answer;
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The ledger cannot be used; the outcome is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var before = await CallAsync(LedgerOperation.Void, request.OrderId, default, cancellationToken, attempt: request.Attempt).ConfigureAwait(false);
        return PaymentRules.AnswerVoid(before);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// An amount that was never captured is let go, and is never held again. More than what is left of the captured amount is refused with <c>refund_exceeds_captured</c>, and another amount under the id of a
    /// refund that was made with <c>refund_id_reused</c>.
    /// </remarks>
    /// <exception cref="BookstoreException">The ledger cannot be used; the outcome is unknown.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var before = await CallAsync(LedgerOperation.Refund, request.OrderId, request.Amount, cancellationToken, attempt: request.Attempt, refundId: request.RefundId).ConfigureAwait(false);
        return PaymentRules.AnswerRefund(before, request.RefundId, request.Amount);
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The ledger cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now;
        var state = await CallAsync(LedgerOperation.Find, request.OrderId, default, cancellationToken, attempt: request.Attempt, now: now).ConfigureAwait(false);
        return state.Event == LedgerEvent.None ? null : PaymentRules.Describe(request.OrderId, state, request.Attempt, now, _lifetime);
    }

    /// <inheritdoc/>
    /// <remarks>Those of another <see cref="SimulatedPaymentGatewayOptions.Shop"/> are passed over.</remarks>
    /// <exception cref="BookstoreException">The ledger cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (orderId, state) in _ledger.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ShopTag.Lists(_shop, state))
            {
                yield return PaymentRules.Describe(orderId, state, Math.Max((byte)1, state.Attempt), Now, _lifetime);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>A page looks at up to 65,536 entries of the ledger, so one with few payments, or none, can have a next one. A payment that changes while it is listed can be listed again.</remarks>
    /// <exception cref="InvalidCursorException">The place is not one of this gateway's.</exception>
    /// <exception cref="BookstoreException">The ledger cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The gateway was disposed of.</exception>
    public async ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var after = 0L;
        if (request.After is { } place && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new InvalidCursorException();
        }

        var page = await _ledger.ListPageAsync(request.Since?.UtcDateTime ?? DateTime.MinValue, after, request.Limit, cancellationToken).ConfigureAwait(false);
        var now = Now;
        GatewayPayment[] payments =
        [
            .. page.Payments.Where(listed => ShopTag.Lists(_shop, listed.State)).Select(listed => PaymentRules.Describe(listed.OrderId, listed.State, Math.Max((byte)1, listed.State.Attempt), now, _lifetime)),
        ];
        return new PaymentPage(payments, page.Next?.ToString(CultureInfo.InvariantCulture)) { Foreign = page.Payments.Count - payments.Length };
    }

    /// <summary>Waits for the calls that are in progress and closes the ledger.</summary>
    /// <returns>A task that ends when the ledger is closed.</returns>
    public ValueTask DisposeAsync()
    {
        _disputes.Dispose();
        _webhooks?.Dispose();
        return _ledger.DisposeAsync();
    }

    /// <summary>Waits for <see cref="DisposeAsync"/>, which is the better choice where it can be awaited.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // Read once a call: its effect and its answer follow from the same time.
    private DateTime Now => _timeProvider.GetUtcNow().UtcDateTime;

    private async ValueTask<PaymentState> CallAsync(
        LedgerOperation operation, Guid orderId, Money amount, CancellationToken cancellationToken, CardVerdict verdict = CardVerdict.Approve, int attempt = 1, Guid refundId = default, DateTime now = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_latency > TimeSpan.Zero)
        {
            await Task.Delay(_latency, _timeProvider, cancellationToken).ConfigureAwait(false);
        }

        var before = await _ledger.ApplyAsync(new LedgerRequest(operation, orderId, amount, verdict, attempt, refundId) { Now = now, Lifetime = _lifetime }, cancellationToken).ConfigureAwait(false);
        return PaymentRules.Seen(before, attempt);
    }
}
