using System.Collections.Concurrent;

namespace Bookstore.Support;

/// <summary>A courier that books at once and keeps its calls.</summary>
public sealed class RecordingCourier : ICourier
{
    private readonly ConcurrentQueue<string> _calls = [];
    private int _failures;

    public string Name { get; init; } = "bike";

    /// <summary>The calls in order, such as "book" and the delivery's id.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>How many bookings throw before one succeeds.</summary>
    public int Failures { get => _failures; set => _failures = value; }

    /// <summary>The code of the refusal of every booking. Default <see langword="null"/>: none is refused.</summary>
    public string? Refusal { get; init; }

    /// <summary>Called in each booking, and may block it.</summary>
    public Action? OnBook { get; init; }

    public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"book {delivery.Id}");
        OnBook?.Invoke();
        return Interlocked.Decrement(ref _failures) >= 0
            ? throw new HttpRequestException("away")
            : ValueTask.FromResult(Refusal is null ? BookingResult.Booked("T-1") : BookingResult.Refused(Refusal));
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"cancel {deliveryId}");
        return ValueTask.FromResult(CancelBookingResult.Cancelled);
    }
}
