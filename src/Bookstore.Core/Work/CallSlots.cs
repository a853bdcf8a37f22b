using System.Threading.Channels;

namespace Bookstore;

/// <summary>How many calls to the outside may be in progress at a time, over all kinds of work. First come, first served. Thread-safe.</summary>
/// <param name="count">How many.</param>
/// <param name="continuesInline">Whether a waiter's continuation runs on the releasing thread instead of on the thread pool.</param>
internal sealed class CallSlots(int count, bool continuesInline)
{
    // Each item is a call that may be made.
    private readonly Channel<int> _free = Fill(count, continuesInline);

    /// <summary>Waits for a call that may be made.</summary>
    /// <returns>The slot, to be given to <see cref="Leave"/>.</returns>
    public ValueTask<int> EnterAsync(CancellationToken cancellationToken) => _free.Reader.ReadAsync(cancellationToken);

    public void Leave(int slot) => _free.Writer.TryWrite(slot);

    /// <summary>Waits until the calls that are in progress have ended: when all may be made, none is.</summary>
    public async Task WaitUntilFreeAsync()
    {
        for (var entered = 0; entered < count; entered++)
        {
            await EnterAsync(CancellationToken.None).ConfigureAwait(false);
        }

        for (var slot = 0; slot < count; slot++)
        {
            Leave(slot);
        }
    }

    private static Channel<int> Fill(int count, bool continuesInline)
    {
        var slots = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = continuesInline });
        for (var slot = 0; slot < count; slot++)
        {
            slots.Writer.TryWrite(slot);
        }

        return slots;
    }
}
