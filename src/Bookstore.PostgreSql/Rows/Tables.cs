namespace Bookstore.PostgreSql;

/// <summary>The tables of one schema.</summary>
internal sealed class Tables(string schema)
{
    public string Schema => schema;

    public KeyRows Keys { get; } = new(schema);

    public OrderRows Orders { get; } = new(schema);

    public DueRows Due { get; } = new(schema);

    public DeliveryRows Deliveries { get; } = new(schema);

    public ReservationRows Reservations { get; } = new(schema);

    public StockRows Stock { get; } = new(schema);

    public MovementRows Movements { get; } = new(schema);

    public HoldRows Holds { get; } = new(schema);

    public BookRows Books { get; } = new(schema);

    public BookWordRows BookWords { get; } = new(schema);

    public RoundRows Rounds { get; } = new(schema);

    public WriterRows Writers { get; } = new(schema);
}
