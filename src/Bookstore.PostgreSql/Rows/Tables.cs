using System.Collections.Immutable;
using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>The tables of one schema.</summary>
internal sealed class Tables
{
    public Tables(string schema)
    {
        Schema = schema;
        Keys = new KeyRows(schema);
        Orders = new OrderRows(schema);
        Deliveries = new DeliveryRows(schema);
        Reservations = new ReservationRows(schema);
        Documents = new DocumentRows(schema);
        Stock = new StockRows(schema);
        Movements = new MovementRows(schema);
        Books = new BookRows(schema);
        Due = new DueRows(schema);
        Rounds = new RoundRows(schema);
        Writers = new WriterRows(schema);
        Events = new EventRows(schema);
        All = [Keys, Orders, Deliveries, Reservations, Documents, Stock, Movements, new HoldRows(schema), Books, Events];
        RecordKinds.RequireTables("postgresql", All.Select(static table => table.Kind));
    }

    public string Schema { get; }

    /// <summary>Those of records, in the order in which they are locked and written.</summary>
    public ImmutableArray<Table> All { get; }

    public KeyRows Keys { get; }

    public OrderRows Orders { get; }

    public DueRows Due { get; }

    public DeliveryRows Deliveries { get; }

    public ReservationRows Reservations { get; }

    public DocumentRows Documents { get; }

    public StockRows Stock { get; }

    public MovementRows Movements { get; }

    public BookRows Books { get; }

    public EventRows Events { get; }

    public BookWordRows BookWords => Books.Words;

    public RoundRows Rounds { get; }

    public WriterRows Writers { get; }
}
