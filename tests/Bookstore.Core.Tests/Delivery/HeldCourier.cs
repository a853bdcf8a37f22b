namespace Bookstore.Deliveries;

/// <summary>A courier whose calls begin, and end when the test says how.</summary>
internal sealed class HeldCourier(string name = "bike") : ICourier
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private readonly Queue<TaskCompletionSource<BookingResult>> _bookings = [];
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    public TimeSpan LateBookingWindow { get => OnReadWindow is null ? field : OnReadWindow(); set; } = TimeSpan.FromMinutes(5);

    /// <summary>Called in place of reading the window. Default <see langword="null"/>.</summary>
    public Func<TimeSpan>? OnReadWindow { get; init; }

    /// <summary>The results of the next cancellations; cancelled when there is none.</summary>
    public Queue<Func<CancelBookingResult>> Cancellations { get; } = [];

    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Ends when a booking has begun, once for each.</summary>
    public async Task<TaskCompletionSource<BookingResult>> NextBookingAsync()
    {
        while (true)
        {
            Task begun;
            lock (_lock)
            {
                if (_bookings.TryDequeue(out var booking))
                {
                    return booking;
                }

                begun = _begun.Task;
            }

            await begun;
        }
    }

    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var booking = new TaskCompletionSource<BookingResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _calls.Add("book");
            _bookings.Enqueue(booking);
            _begun.TrySetResult();
            _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return await booking.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _calls.Add("cancel");
            return ValueTask.FromResult(Cancellations.TryDequeue(out var result) ? result() : CancelBookingResult.Cancelled);
        }
    }
}
