namespace Bookstore.Testing.Stores;

/// <summary>Makes valid records, each the same for the same arguments.</summary>
internal static class Records
{
    /// <summary>The time from which the records' times are counted.</summary>
    public static DateTimeOffset Time { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The earliest time that a record can have, and the latest, to the microsecond.</summary>
    public static DateTimeOffset Earliest { get; } = DateTimeOffset.MinValue;

    /// <inheritdoc cref="Earliest"/>
    public static DateTimeOffset Latest { get; } = new(9999, 12, 31, 23, 59, 59, 999, 999, TimeSpan.Zero);

    /// <summary>Ids in ascending order that a wrong order of bytes, of fields or of signs would mix up.</summary>
    public static IReadOnlyList<Guid> AwkwardIds { get; } =
    [
        new("00000000-0000-7000-8000-000000000001"),
        new("00000000-00ff-7000-8000-000000000000"),
        new("00000000-ff00-7000-8000-000000000000"),
        new("000000ff-0000-7000-8000-000000000000"),
        new("019cc111-0000-70ff-8000-000000000000"),
        new("019cc111-0000-7100-8000-000000000000"),
        new("019cc111-0000-7fff-8000-00000000007f"),
        new("019cc111-0000-7fff-8000-000000000080"),
        new("019cc111-0000-7fff-80ff-000000000000"),
        new("019cc111-0000-7fff-bf00-000000000000"),
        new("7fffffff-ffff-7fff-bfff-ffffffffffff"),
        new("80000000-0000-7000-8000-000000000000"),
        new("ff000000-0000-7000-8000-000000000000"),
        new("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ];

    /// <summary>An ISBN; a higher number gives a higher one.</summary>
    /// <param name="number">Zero to 999,999,999.</param>
    /// <param name="prefix">978 or 979.</param>
    public static Isbn Isbn(int number, int prefix = 978)
    {
        // A store does not judge: it keeps numbers that are no ISBN, too.
        var body = (prefix * 1_000_000_000L) + number;
        var sum = 0L;
        for (var (rest, weight) = (body, 3); rest > 0; (rest, weight) = (rest / 10, 4 - weight))
        {
            sum += rest % 10 * weight;
        }

        return Bookstore.Isbn.FromStored((body * 10) + ((10 - (sum % 10)) % 10));
    }

    /// <summary>An id of the form of a UUID version 7; a higher number gives a higher one.</summary>
    public static Guid Id(int number) => new($"019cc111-0000-7000-8000-{number:x12}");

    public static BookstoreEvent Event() => new()
    {
        Id = Id(1),
        Position = 0,
        Type = EventTypes.OrderCreated,
        Resource = $"orders/{Id(1)}",
        Sequence = 1,
        OccurredAt = Time,
        Data = "{}"u8.ToArray(),
    };

    public static Book Book(Isbn isbn, string title = "The Left Hand of Darkness", string author = "Ursula K. Le Guin") => new()
    {
        Isbn = isbn,
        Title = title,
        Author = author,
        Price = new Money(12.99m, "USD"),
        Publisher = "Ace",
        PublishedOn = new DateOnly(1969, 3, 1),
        Language = "en",
        Format = "paperback",
    };

    /// <summary>A book with all that the trade knows of one.</summary>
    public static Book DetailedBook(Isbn isbn) => Book(isbn) with
    {
        PublishedOn = PublicationDate.OfMonth(1969, 3),
        Details = new BookDetails
        {
            Subtitle = "A novel",
            Contributors = [new BookContributor("Ursula K. Le Guin", ContributorRoles.Author), new BookContributor("Diane & Leo Dillon", ContributorRoles.Illustrator)],
            Series = [new BookSeries("Hainish Cycle") { Number = "4" }],
            Imprint = "Ace Science Fiction",
            Subjects = [new BookSubject(SubjectSchemes.Thema, "FLC") { Heading = "Classic science fiction" }, new BookSubject(SubjectSchemes.Bisac, "FIC028000")],
            ProductForm = "BC",
            Pages = 286,
            Dimensions = new BookDimensions(178m, 108.5m, 17m),
            Weight = 159,
            Prices = [new BookPrice(BookPriceTypes.RetailWithTax, new Money(9.99m, "EUR")) { TaxRate = 7m, ValidFrom = new DateOnly(2026, 1, 1), ValidUntil = new DateOnly(2026, 12, 31), Territory = "DE AT" }],
            PublishingStatus = PublishingStatuses.Active,
            Availability = SupplierAvailability.Available,
            EmbargoOn = new DateOnly(1969, 2, 27),
            OnSaleOn = new DateOnly(1969, 2, 28),
            LastReturnOn = new DateOnly(1970, 1, 1),
            Supplier = "A wholesaler",
            Returnability = SupplierReturns.Returnable,
            ImageUrl = "https://books.example/covers/1.jpg",
        },
    };

    public static StockLevel Level(Isbn isbn, int onHand, int reserved = 0, long lastMovement = 1) =>
        new() { Isbn = isbn, OnHand = onHand, Reserved = reserved, LastMovement = lastMovement };

    public static StockMovement Movement(Isbn isbn, long number, int onHandChange = 1, int reservedChange = 0) => new()
    {
        Isbn = isbn,
        Number = number,
        Kind = StockMovementKind.Received,
        OnHandChange = onHandChange,
        ReservedChange = reservedChange,
        OnHandAfter = 1_000,
        ReservedAfter = 10,
        Reason = "delivery",
        At = Time.AddSeconds(number),
    };

    public static OrderRecord Order(Guid id, OrderStatus status = OrderStatus.Created, string customerId = "customer-1", DateTimeOffset? dueAt = null) => new()
    {
        Order = new Order
        {
            Id = id,
            CustomerId = customerId,
            Lines = [new OrderLine(Isbn(1), 2, new Money(12.99m, "USD"))],
            Total = new Money(25.98m, "USD"),
            Status = status,
            PaymentStatus = PaymentStatus.Authorized,
            CreatedAt = Time,
            UpdatedAt = Time.AddSeconds(1),
        },
        Fence = 1,
        DueAt = dueAt,
        PendingAction = dueAt is null || status == OrderStatus.Pending ? null : PaymentAction.Capture,
        GiveUpAt = Time.AddMinutes(15),
    };

    public static DeliveryRecord Delivery(Guid id, Guid orderId, DeliveryStatus status = DeliveryStatus.Scheduled, DateTimeOffset? dueAt = null) => new()
    {
        Delivery = new Delivery
        {
            Id = id,
            OrderId = orderId,
            Address = "1 Main Street, Springfield",
            Courier = "local",
            Status = status,
            CreatedAt = Time,
            UpdatedAt = Time.AddSeconds(1),
        },
        PendingCall = dueAt is null ? null : CourierCall.Book,
        DueAt = dueAt,
    };

    public static DocumentRecord Document(Guid id, Guid? owner = null, int state = 0, DateTimeOffset? dueAt = null, string kind = "note", string? key = null) => new()
    {
        Id = new DocumentId(kind, id),
        OwnerId = owner,
        UniqueKey = key,
        State = state,
        DueAt = dueAt,
        Version = 1,
        Body = "{}",
    };

    public static Reservation Reservation(Guid id, ReservationStatus status = ReservationStatus.Held, DateTimeOffset? expiresAt = null) => new()
    {
        Id = id,
        Lines = [new ReservationLine(Isbn(1), 2)],
        Status = status,
        ExpiresAt = expiresAt ?? Time.AddMinutes(10),
        CreatedAt = Time,
    };

    public static IdempotencyRecord Key(string key, string client = "shop", string operation = "POST /orders", DateTimeOffset? createdAt = null) => new()
    {
        Id = new IdempotencyId(client, operation, key),
        Fingerprint = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        ResourceId = Id(1),
        CreatedAt = createdAt ?? Time,
    };
}
