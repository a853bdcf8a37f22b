using Bookstore.Payments.Simulated;

namespace Bookstore.Testing;

/// <summary>A gateway that keeps the whole contract of <see cref="IPaymentGateway"/>, except where the test plans something else.</summary>
/// <remarks>
/// Behind it is a <see cref="SimulatedPaymentGateway"/> in memory, whose card numbers work here too (see <see cref="TestCards"/>). Its ledger
/// is a witness of its own: <see cref="ReadLedgerAsync"/> shows what was really charged, independently of what the shop received. Thread-safe.
/// </remarks>
/// <param name="timeProvider">The clock of the ledger; the system's by default.</param>
/// <param name="authorizationLifetime">How long an authorized amount is held, 1 second to 30 days: the gateway says so, and refuses a later capture with <c>authorization_expired</c>. Default <see langword="null"/>: until it is captured or voided.</param>
public sealed class ScriptedPaymentGateway(TimeProvider? timeProvider = null, TimeSpan? authorizationLifetime = null) : IPaymentGateway, IAsyncDisposable
{
    private const string RefusalCode = "refused_by_plan";

    private static readonly PaymentToken BadToken = new(TestCards.Declined);

    private readonly SimulatedPaymentGateway _gateway = new(new SimulatedPaymentGatewayOptions { AuthorizationLifetime = authorizationLifetime }, timeProvider);
    private readonly FaultScript<GatewayOperation> _script = new();
    private readonly Lock _lock = new();
    private readonly List<GatewayCallRecord> _calls = [];

    /// <summary>The name that orders are stored with. Default <c>scripted</c>.</summary>
    public string Name { get; init; } = "scripted";

    /// <summary>What the gateway claims about late authorizations. Default zero.</summary>
    public TimeSpan LateAuthorizationWindow { get; set; }

    /// <summary>Called in place of an authorization, with the planned one to call or not. Default <see langword="null"/>.</summary>
    public Func<AuthorizeRequest, Func<ValueTask<AuthorizeResult>>, ValueTask<AuthorizeResult>>? OnAuthorize { get; set; }

    /// <summary>Called in place of a capture, with the planned one to call or not. Default <see langword="null"/>.</summary>
    public Func<CaptureRequest, Func<ValueTask<CaptureResult>>, ValueTask<CaptureResult>>? OnCapture { get; set; }

    /// <summary>Called in place of a void, with the planned one to call or not. Default <see langword="null"/>.</summary>
    public Func<VoidRequest, Func<ValueTask<VoidResult>>, ValueTask<VoidResult>>? OnVoid { get; set; }

    /// <summary>Called in place of a refund, with the planned one to call or not. Default <see langword="null"/>.</summary>
    public Func<RefundRequest, Func<ValueTask<RefundResult>>, ValueTask<RefundResult>>? OnRefund { get; set; }

    /// <summary>Called in place of a question for a payment, with the planned one to call or not. Default <see langword="null"/>.</summary>
    public Func<FindRequest, Func<ValueTask<GatewayPayment?>>, ValueTask<GatewayPayment?>>? OnFind { get; set; }

    /// <summary>Called for each payment of a listing, with the one of the ledger; returns the one to list. Default <see langword="null"/>.</summary>
    public Func<GatewayPayment, GatewayPayment>? OnList { get; set; }

    /// <summary>Every call that was made, in order; a copy.</summary>
    public IReadOnlyList<GatewayCallRecord> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Whether a call hangs now: the clock has to advance before the shop gives up on it.</summary>
    public bool IsHanging => _script.IsHanging;

    /// <summary>Plans what goes wrong with the next calls of a kind, after what was planned before.</summary>
    /// <param name="operation">Which calls.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">With how many calls: at least 1. Default 1.</param>
    /// <exception cref="ArgumentException">The call cannot be refused, or the number is less than 1.</exception>
    public void Plan(GatewayOperation operation, CallFault fault, int times = 1)
    {
        if (fault == CallFault.Refuse && operation == GatewayOperation.Find)
        {
            throw new ArgumentException($"A gateway cannot refuse a {operation}.", nameof(fault));
        }

        _script.Plan(operation, fault, times);
    }

    /// <summary>Lets the calls take effect that were planned to <see cref="CallFault.ArriveLate"/>, in the order in which they were made.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeliverLateCallsAsync() => _script.ArriveAsync();

    /// <summary>Plays the customer at the bank, for an order with <see cref="TestCards.ActionRequired"/>. Nothing goes wrong with this.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="isApproved">Whether the customer approves the payment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The payment as it is now; <see langword="null"/> when there is none.</returns>
    public ValueTask<GatewayPayment?> CompleteActionAsync(Guid orderId, bool isApproved, CancellationToken cancellationToken = default) =>
        _gateway.CompleteActionAsync(orderId, isApproved, cancellationToken);

    /// <summary>Reads every payment as the gateway has it. Nothing goes wrong with this.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One payment an order.</returns>
    public async Task<IReadOnlyList<GatewayPayment>> ReadLedgerAsync(CancellationToken cancellationToken = default)
    {
        var payments = new List<GatewayPayment>();
        await foreach (var payment in _gateway.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            payments.Add(payment);
        }

        return payments;
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Note(GatewayOperation.Authorize, request.OrderId);
        return OnAuthorize is { } script ? script(request, Inner) : Inner();
        ValueTask<AuthorizeResult> Inner() => fault switch
        {
            CallFault.Refuse => _gateway.AuthorizeAsync(request with { Token = BadToken }, cancellationToken),
            CallFault.AnswerUnknown => ValueTask.FromResult(AuthorizeResult.Unknown),
            _ => _script.CallAsync(fault, stop => _gateway.AuthorizeAsync(request, stop), cancellationToken),
        };
    }

    /// <inheritdoc/>
    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Note(GatewayOperation.Capture, request.OrderId);
        return OnCapture is { } script ? script(request, Inner) : Inner();
        ValueTask<CaptureResult> Inner() => fault switch
        {
            CallFault.Refuse => ValueTask.FromResult(CaptureResult.Refused(RefusalCode)),
            CallFault.AnswerUnknown => ValueTask.FromResult(CaptureResult.Unknown),
            _ => _script.CallAsync(fault, stop => _gateway.CaptureAsync(request, stop), cancellationToken),
        };
    }

    /// <inheritdoc/>
    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Note(GatewayOperation.Void, request.OrderId);
        return OnVoid is { } script ? script(request, Inner) : Inner();
        ValueTask<VoidResult> Inner() => fault switch
        {
            CallFault.Refuse => ValueTask.FromResult(VoidResult.Refused(RefusalCode)),
            CallFault.AnswerUnknown => ValueTask.FromResult(VoidResult.Unknown),
            _ => _script.CallAsync(fault, stop => _gateway.VoidAsync(request, stop), cancellationToken),
        };
    }

    /// <inheritdoc/>
    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Note(GatewayOperation.Refund, request.OrderId);
        return OnRefund is { } script ? script(request, Inner) : Inner();
        ValueTask<RefundResult> Inner() => fault switch
        {
            CallFault.Refuse => ValueTask.FromResult(RefundResult.Refused(RefusalCode)),
            CallFault.AnswerUnknown => ValueTask.FromResult(RefundResult.Unknown),
            _ => _script.CallAsync(fault, stop => _gateway.RefundAsync(request, stop), cancellationToken),
        };
    }

    /// <inheritdoc/>
    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Note(GatewayOperation.Find, request.OrderId);
        return OnFind is { } script ? script(request, Inner) : Inner();
        ValueTask<GatewayPayment?> Inner() => _script.CallAsync(fault, stop => _gateway.FindAsync(request, stop), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) =>
        OnList is { } script ? _gateway.ListAsync(cancellationToken).Select(script) : _gateway.ListAsync(cancellationToken);

    /// <summary>Ends the gateway; its ledger is gone.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    private CallFault? Note(GatewayOperation operation, Guid orderId)
    {
        var fault = _script.Next(operation);
        lock (_lock)
        {
            _calls.Add(new GatewayCallRecord(operation, orderId, fault));
        }

        return fault;
    }
}
