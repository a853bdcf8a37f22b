namespace Bookstore.Crash;

/// <summary>A courier whose calls do not return before the test says so, also when they are cancelled.</summary>
/// <param name="name">Its name.</param>
/// <param name="blocks">Whether its calls keep their threads.</param>
internal sealed class HangingCourier(string name, bool blocks) : ICourier
{
    /// <summary>How many calls a host makes to one courier at a time.</summary>
    public const int MostCalls = 16;

    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public string Name => name;

    public TimeSpan LateBookingWindow => TimeSpan.Zero;

    /// <summary>Ends when as many calls are in progress as a host makes at a time.</summary>
    public Task Hangs => _hangs.Task;

    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _calls) == MostCalls)
        {
            _hangs.TrySetResult();
        }

        if (blocks)
        {
            _released.Task.GetAwaiter().GetResult();
        }

        await _released.Task;
        return BookingResult.Booked($"H-{delivery.Id:N}");
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => ValueTask.FromResult(CancelBookingResult.Cancelled);

    /// <summary>Lets all calls return, those in progress and later ones.</summary>
    public void Release() => _released.TrySetResult();
}
