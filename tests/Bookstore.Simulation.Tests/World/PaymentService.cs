namespace Bookstore.Simulation;

/// <summary>The payment service behind all hosts' gateways, with a ledger of its own: the witness for money.</summary>
internal sealed class PaymentService(Simulation simulation, TimeSpan lateWindow)
{
    public const string Name = "bank";
    public const string GoodCard = "tok_good_0001";
    public const string DeclinedCard = "tok_declined_0002";
    public const string ActionCard = "tok_action_0003";

    private readonly Dictionary<Guid, Account> _accounts = [];
    private readonly List<MoneyMovement> _ledger = [];

    // Like most services, this one gives the same response to the same key, also after later changes.
    private readonly Dictionary<string, object> _answers = new(StringComparer.Ordinal);

    /// <summary>How late an authorization can take effect after a void; zero where a void forbids it.</summary>
    public TimeSpan LateWindow => lateWindow;

    /// <summary>Every movement of money, in the order in which they happened.</summary>
    public IReadOnlyList<MoneyMovement> Ledger => _ledger;

    public IEnumerable<Guid> Orders => _accounts.Keys;

    /// <summary>How much money of an order moved in one way, in minor units.</summary>
    public long SumOf(Guid orderId, GatewayPaymentStatus status) =>
        _ledger.Where(movement => movement.OrderId == orderId && movement.Status == status).Sum(movement => movement.Amount.MinorUnits);

    public AuthorizeResult Authorize(AuthorizeRequest request, DateTimeOffset sentAt)
    {
        if (!_accounts.TryGetValue(request.OrderId, out var account))
        {
            // Where a void forbids nothing, an authorization that comes too late is dropped: that is what the window promises.
            if (lateWindow > TimeSpan.Zero && simulation.Clock.Now > sentAt + lateWindow)
            {
                return AuthorizeResult.Declined("too_late");
            }

            account = Open(request);
        }

        return account.Status switch
        {
            GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured => AuthorizeResult.Approved($"tx-{simulation.Trace.Name(request.OrderId)}"),
            GatewayPaymentStatus.RequiresAction => AuthorizeResult.RequiresAction(new Uri("https://bank.example/challenge")),
            GatewayPaymentStatus.Declined => AuthorizeResult.Declined("card_declined"),
            _ => AuthorizeResult.Declined("voided"),
        };
    }

    public CaptureResult Capture(CaptureRequest request) => Once(request.Key, () => CaptureNow(request));

    private CaptureResult CaptureNow(CaptureRequest request)
    {
        var account = _accounts.GetValueOrDefault(request.OrderId);
        if (account is { Status: GatewayPaymentStatus.Authorized } && Takes(account.Amount, request.Amount) && !Refuses(account, request.Key, FaultKind.CaptureRefused))
        {
            account.Amount = request.Amount;
            Move(account, request.OrderId, GatewayPaymentStatus.Captured);
        }

        return account is { Status: GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded } ? CaptureResult.Captured : CaptureResult.Refused("not_capturable");
    }

    // Less than what is held is taken only where copies can be cancelled before the capture.
    private bool Takes(Money held, Money asked) => asked == held || (simulation.Options.CapturePolicy == CapturePolicy.OnDispatch && asked.MinorUnits > 0 && asked.MinorUnits < held.MinorUnits);

    public VoidResult Void(VoidRequest request) => Once(request.Key, () => VoidNow(request));

    private VoidResult VoidNow(VoidRequest request)
    {
        var orderId = request.OrderId;
        var account = _accounts.GetValueOrDefault(orderId);
        if (account is null && lateWindow == TimeSpan.Zero)
        {
            _accounts.Add(orderId, new Account { Status = GatewayPaymentStatus.Voided });
        }
        else if (account is { Status: GatewayPaymentStatus.Authorized } && Refuses(account, request.Key, FaultKind.VoidRefused))
        {
            return VoidResult.Refused("not_voidable");
        }
        else if (account is { Status: GatewayPaymentStatus.Authorized or GatewayPaymentStatus.RequiresAction })
        {
            Move(account, orderId, GatewayPaymentStatus.Voided);
        }

        return account is { Status: GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded } ? VoidResult.AlreadyCaptured : VoidResult.Voided;
    }

    public RefundResult Refund(RefundRequest request) => Once(request.Key, () => RefundNow(request));

    private RefundResult RefundNow(RefundRequest request)
    {
        var account = _accounts.GetValueOrDefault(request.OrderId);
        if (account?.Refunds.Contains(request.RefundId) == true)
        {
            return RefundResult.Refunded;
        }

        if (account is { Status: GatewayPaymentStatus.Captured } && account.Given.Add(request.Amount).MinorUnits <= account.Amount.MinorUnits)
        {
            if (Refuses(account, request.Key, FaultKind.RefundRefused))
            {
                return RefundResult.Refused("card_closed");
            }

            account.Refunds.Add(request.RefundId);
            account.Given = account.Given.Add(request.Amount);
            account.Status = account.Given == account.Amount ? GatewayPaymentStatus.Refunded : GatewayPaymentStatus.Captured;
            Note(request.OrderId, GatewayPaymentStatus.Refunded, request.Amount);
            return RefundResult.Refunded;
        }

        if (account is { Status: GatewayPaymentStatus.Authorized })
        {
            Move(account, request.OrderId, GatewayPaymentStatus.Voided);
        }

        return account is { Status: GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded } ? RefundResult.Refused("exceeds_payment") : RefundResult.NothingCaptured;
    }

    private TResult Once<TResult>(string key, Func<TResult> answer)
        where TResult : class
    {
        if (!_answers.TryGetValue(key, out var given))
        {
            _answers.Add(key, given = answer());
        }

        return (TResult)given;
    }

    /// <summary>What a person does at the service, or at the bank, when the shop has recorded that it was done.</summary>
    public void DoByHand(Guid orderId, PaymentStatus done)
    {
        var account = _accounts.GetValueOrDefault(orderId);
        if (done == PaymentStatus.Captured && account is { Status: GatewayPaymentStatus.Authorized })
        {
            account.Amount = GuardedGateway.ToCapture(simulation.Records.Orders().Single(order => order.Id == orderId));
            Move(account, orderId, GatewayPaymentStatus.Captured);
        }
        else if (done == PaymentStatus.Voided && account is { Status: GatewayPaymentStatus.Authorized })
        {
            Move(account, orderId, GatewayPaymentStatus.Voided);
        }
        else if (done == PaymentStatus.Voided && account is { Status: GatewayPaymentStatus.Captured })
        {
            // A capture that was on its way has won.
            account.Given = account.Amount;
            Move(account, orderId, GatewayPaymentStatus.Refunded);
        }
        else if (done == PaymentStatus.Refunded && account is { Status: GatewayPaymentStatus.Captured })
        {
            TransferByHand(orderId, account.Amount);
        }
    }

    /// <summary>What a person gives back by bank transfer: the service does not know of it, and would refund once more.</summary>
    public void TransferByHand(Guid orderId, Money amount) => Note(orderId, GatewayPaymentStatus.Refunded, amount);

    public GatewayPayment? Find(Guid orderId) => _accounts.TryGetValue(orderId, out var account)
        ? new GatewayPayment
        {
            OrderId = orderId,
            Status = account.Status,
            Amount = account.WasHeld ? account.Amount : null,
            Refunded = account.Given.MinorUnits > 0 ? account.Given : null,
            TransactionId = account.WasHeld ? $"tx-{simulation.Trace.Name(orderId)}" : null,
            DeclineCode = account.Status == GatewayPaymentStatus.Declined ? "card_declined" : null,
        }
        : null;

    private Account Open(AuthorizeRequest request)
    {
        var account = new Account { Amount = request.Amount, Given = request.Amount * 0, Status = GatewayPaymentStatus.RequiresAction };
        _accounts.Add(request.OrderId, account);
        switch (request.Token?.Value)
        {
            case GoodCard:
                Hold(account, request.OrderId);
                break;
            case ActionCard:
                AwaitCustomer(account, request.OrderId);
                break;
            default:
                Move(account, request.OrderId, GatewayPaymentStatus.Declined);
                break;
        }

        return account;
    }

    private void AwaitCustomer(Account account, Guid orderId)
    {
        var isLate = simulation.Faults.Strikes(FaultKind.CustomerActsLate);
        var delay = isLate ? TimeSpan.FromMinutes(40) : TimeSpan.FromSeconds(simulation.Chance.Between(1, 40));
        var approves = simulation.Chance.Percent(75);
        if (simulation.Faults.Strikes(FaultKind.CustomerNeverActs))
        {
            return;
        }

        simulation.Agenda.Add(null, $"customer {(approves ? "approves" : "refuses")} {simulation.Trace.Name(orderId)}", Act, null, delay);
        if (simulation.Faults.Strikes(FaultKind.CustomerActsTwice))
        {
            simulation.Agenda.Add(null, $"customer acts on {simulation.Trace.Name(orderId)} once more", Act, null, delay + TimeSpan.FromSeconds(simulation.Chance.Between(0, 20)));
        }

        void Act()
        {
            if (account.Status != GatewayPaymentStatus.RequiresAction)
            {
                return;
            }

            if (approves)
            {
                Hold(account, orderId);
            }
            else
            {
                Move(account, orderId, GatewayPaymentStatus.Declined);
            }
        }
    }

    private void Hold(Account account, Guid orderId)
    {
        account.WasHeld = true;
        Move(account, orderId, GatewayPaymentStatus.Authorized);
    }

    private void Move(Account account, Guid orderId, GatewayPaymentStatus status)
    {
        account.Status = status;
        Note(orderId, status, account.Amount);
    }

    private void Note(Guid orderId, GatewayPaymentStatus status, Money amount)
    {
        var movement = new MoneyMovement(orderId, status, amount);
        _ledger.Add(movement);
        simulation.Trace.Add($"  money: {status} {amount} for {simulation.Trace.Name(orderId)}");
        simulation.Watch.OnMoney(movement);
    }

    // Under the same key the first answer comes again; another key is another intent.
    private bool Refuses(Account account, string key, FaultKind refusal)
    {
        if (!account.RefusedKeys.Contains(key) && simulation.Faults.Strikes(refusal))
        {
            account.RefusedKeys.Add(key);
        }

        return account.RefusedKeys.Contains(key);
    }

    private sealed class Account
    {
        public required GatewayPaymentStatus Status { get; set; }

        public Money Amount { get; set; }

        /// <summary>What was given back of it.</summary>
        public Money Given { get; set; }

        public bool WasHeld { get; set; }

        public HashSet<Guid> Refunds { get; } = [];

        public HashSet<string> RefusedKeys { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>One line of the ledger.</summary>
internal sealed record MoneyMovement(Guid OrderId, GatewayPaymentStatus Status, Money Amount);
