using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Bookstore;

/// <summary>What a run has to deal with, one thing after the other: all that it knows is changed by its loop alone, so that nothing of it needs a lock.</summary>
/// <remarks>It is bounded by what is in progress: each thing that was started puts one message into it.</remarks>
/// <param name="continuesInline">See <see cref="WritePathOptions.ContinuesInline"/>.</param>
internal sealed class ConsumerMailbox(bool continuesInline)
{
    private readonly Channel<Action> _messages = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = continuesInline });

    /// <summary>How many things were started and have not ended.</summary>
    public int UnderWay { get; private set; }

    /// <summary>What was thrown by something that was started; <see langword="null"/> for nothing.</summary>
    public Exception? Fault { get; private set; }

    public void Post(Action message) => _messages.Writer.TryWrite(message);

    /// <summary>Starts something, whose result the loop is given.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The loop ends with it.")]
    public void Start<T>(Func<Task<T>> work, Action<T> then)
    {
        UnderWay++;
        _ = RunAsync();

        async Task RunAsync()
        {
            try
            {
                var result = await work().ConfigureAwait(false);
                Post(() => End(() => then(result)));
            }
            catch (Exception fault)
            {
                Post(() => End(() => Fault ??= fault));
            }
        }
    }

    /// <summary>Deals with what has come, and waits for it first.</summary>
    public async Task DealAsync()
    {
        (await _messages.Reader.ReadAsync().ConfigureAwait(false))();
        while (_messages.Reader.TryRead(out var message))
        {
            message();
        }
    }

    private void End(Action then)
    {
        UnderWay--;
        then();
    }
}
