namespace Bookstore;

/// <summary>Work towards the outside that is due, or that needs a person: a call to a payment gateway or a courier, the delivery of an event, a notification that came in.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record WorkItem
{
    /// <summary>
    /// The work's id, for <see cref="IBookstoreMaintenance.RetryWorkAsync"/>: that of the order for a payment, of the refund, of the delivery for a courier, of the endpoint for one that is disabled, of the return, and one of its own for an
    /// event that is not delivered and for a notification.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>The kind of work.</summary>
    public required WorkItemKind Kind { get; init; }

    /// <summary>Whether it is due, or needs a person.</summary>
    public required WorkItemState State { get; init; }

    /// <summary>The order; <see langword="null"/> for an event or an endpoint and for a notification.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>The refund; <see langword="null"/> for other kinds.</summary>
    public Guid? RefundId { get; init; }

    /// <summary>The delivery; <see langword="null"/> for other kinds.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>The webhook endpoint; <see langword="null"/> for other kinds.</summary>
    public Guid? WebhookId { get; init; }

    /// <summary>The event that is not delivered; <see langword="null"/> for other kinds, and for an endpoint that is disabled.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The name of the event handler (<see cref="WorkItemKind.EventHandler"/>), or the <see cref="INotificationSource.Source"/> of the notification; <see langword="null"/> for other kinds.</summary>
    public string? Source { get; init; }

    /// <summary>The <see cref="IPaymentGateway.Name"/> of the gateway; <see langword="null"/> where no gateway is called, and for an order that any gateway may be asked about.</summary>
    public string? Gateway { get; init; }

    /// <summary>The <see cref="ICourier.Name"/> of the courier; <see langword="null"/> for other kinds.</summary>
    public string? Courier { get; init; }

    /// <summary>When it is done at the latest, in UTC; <see langword="null"/> when it is not done any more without a person.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried without success.</summary>
    public required int Attempts { get; init; }

    /// <summary>What the last try said: the code of a gateway or courier, or the error of a receiver, a handler or a source. <see langword="null"/> where nothing is known of one.</summary>
    public string? LastError { get; init; }

    /// <summary>Why a person has to look at the order's payment or at the refund; <see langword="null"/> for other kinds and for work that is due.</summary>
    public OrderAttention? OrderAttention { get; init; }

    /// <summary>Why a person has to look at the delivery; <see langword="null"/> for other kinds and for work that is due.</summary>
    public DeliveryAttention? DeliveryAttention { get; init; }

    /// <summary>Why a person has to look at the return; <see langword="null"/> for other kinds.</summary>
    public ReturnAttention? ReturnAttention { get; init; }

    /// <summary>Since when an event, an endpoint or a notification needs a person, in UTC; <see langword="null"/> for other kinds and for work that is due.</summary>
    public DateTimeOffset? ParkedSince { get; init; }

    /// <summary>What a person does about it, in a sentence or two.</summary>
    public string Action => WorkAdvice.Of(this);
}
