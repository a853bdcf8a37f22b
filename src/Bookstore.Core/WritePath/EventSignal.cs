namespace Bookstore.Storage;

/// <summary>Says on one host that events were committed and have positions. Thread-safe.</summary>
/// <param name="isEnabled">Whether operations append events, see <see cref="EventOptions.Enabled"/>.</param>
internal sealed class EventSignal(bool isEnabled)
{
    private TaskCompletionSource? _next;

    public bool IsEnabled => isEnabled;

    /// <summary>Ends with the next <see cref="Raise"/>. Ask for it before looking at what there is, so that none is missed in between.</summary>
    public Task Next
    {
        get
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, mine, null) ?? mine).Task;
        }
    }

    public void Raise()
    {
        // There is nearly always no waiter, and a commit pays for one look.
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.TrySetResult();
        }
    }
}
