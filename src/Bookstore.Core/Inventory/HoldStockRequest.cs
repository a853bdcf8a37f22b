using System.Globalization;

namespace Bookstore;

/// <summary>A request to hold copies for a cart.</summary>
public sealed record HoldStockRequest
{
    /// <summary>The shortest <see cref="Duration"/>: 1 second.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(1);

    /// <summary>The longest <see cref="CustomerId"/> and <see cref="Client"/>, in Unicode code points: 100.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The longest <see cref="Duration"/>: 30 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(30);

    /// <summary>The reservation's id, chosen by the caller; a UUID version 7 keeps a store fast.</summary>
    public required Guid ReservationId { get; init; }

    /// <summary>What to hold: 1 to 200 lines of 1 to 10,000 copies. The same book twice is one line with the sum.</summary>
    public required IReadOnlyList<ReservationLine> Lines { get; init; }

    /// <summary>For how long: 1 second to 30 days. Default 15 minutes. It ends <see cref="BookstoreOptions.MaxReservationTime"/> from now at the latest: see <see cref="Reservation.ExpiresAt"/>.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whose cart it is: it counts for <see cref="BookstoreOptions.MaxReservationsPerCustomer"/>. Not stored. Default <see langword="null"/>: of no known customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The client that asks: it counts for <see cref="BookstoreOptions.MaxReservationsPerClient"/>. The REST API sets the name of its client. Not stored. Default <see langword="null"/>.</summary>
    public string? Client { get; init; }

    /// <summary>Makes a repeated request return the reservation of the first one, also with another <see cref="ReservationId"/>. A request that holds nothing does not use the key. Default none.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The id and the number of lines.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"HoldStockRequest {{ ReservationId = {ReservationId}, Lines = {Lines?.Count}, Duration = {Duration} }}");
}
