namespace Bookstore.Simulation;

/// <summary>What happened, line by line, and a hash of it: two runs of one seed must have the same.</summary>
internal sealed class Trace(bool isKept)
{
    private const int TailLength = 60;

    private readonly Dictionary<Guid, string> _names = [];
    private readonly Queue<string> _lines = [];

    /// <summary>FNV-1a over all lines.</summary>
    public ulong Hash { get; private set; } = 0xcbf29ce484222325;

    public long Length { get; private set; }

    /// <summary>All lines when they are kept, else the last ones.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public void Add(string line)
    {
        Length++;
        foreach (var character in line)
        {
            Hash = (Hash ^ character) * 0x100000001b3;
        }

        Hash = (Hash ^ '\n') * 0x100000001b3;
        if (!isKept && _lines.Count == TailLength)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(line);
    }

    /// <summary>A short name in place of an id, whose last bits are random: ids are numbered as they turn up.</summary>
    public string Name(Guid id)
    {
        if (!_names.TryGetValue(id, out var name))
        {
            name = $"#{_names.Count + 1}";
            _names.Add(id, name);
        }

        return name;
    }

    /// <summary>A result without its ids, which differ from run to run.</summary>
    public string Describe(object? result) => result switch
    {
        null => "nothing",
        AuthorizeResult answer => answer.Outcome.ToString(),
        GatewayPayment payment => payment.Status.ToString(),
        PlaceOrderResult placed => $"{placed.Outcome}{(placed.Order is { } order ? " " + Name(order.Id) : "")}{(placed.Replayed ? " again" : "")}",
        ResolvePaymentResult resolved => resolved.Outcome.ToString(),
        CancelOrderResult cancelled => cancelled.Outcome.ToString(),
        ChangeStockResult changed => $"{changed.Outcome} {changed.Stock?.OnHand}/{changed.Stock?.Reserved}",
        HoldStockResult held => held.Outcome.ToString(),
        Reservation reservation => reservation.Status.ToString(),
        Order order => order.Status.ToString(),
        CreateRefundResult refunded => $"{refunded.Outcome} {refunded.Refund?.Amount}",
        ResolveRefundResult resolved => $"{resolved.Outcome} {resolved.Refund?.Status}",
        CreateReturnResult returned => returned.Outcome.ToString(),
        MoveReturnResult moved => $"{moved.Outcome} {moved.Return?.Status}",
        ScheduleDeliveryResult scheduled => scheduled.Outcome.ToString(),
        MoveDeliveryResult moved => moved.Outcome.ToString(),
        BookingResult booked => booked.Outcome.ToString(),
        CancelBookingResult calledOff => calledOff.Outcome.ToString(),
        string or int or bool or Enum => result.ToString()!,
        _ => result.GetType().Name,
    };
}
