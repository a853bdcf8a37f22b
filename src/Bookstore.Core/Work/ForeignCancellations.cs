using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>Cancels an application's own code without waiting for it: what is registered on its token may block or throw, and so may what continues after it.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="isInline">Whether it is cancelled on the thread on which the time is up: for a simulation on one thread.</param>
internal sealed class ForeignCancellations(bool isInline)
{
    /// <summary>The most threads that cancellations which block can occupy. Others wait behind them.</summary>
    public const int MaxThreads = 32;

    private const string JustifiedSource = "The code may use its token for as long as it runs, and the source has no timer.";

    // Beyond it, code is abandoned without being cancelled.
    private const int MaxWaiting = 10_000;

    private readonly ConcurrentQueue<CancellationTokenSource> _waiting = new();
    private int _threads;

    /// <summary>Makes the token that the code gets.</summary>
    /// <param name="timeout">What cancels it. Nothing of the application is registered on this token.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = JustifiedSource)]
    public CancellationToken StopWith(CancellationToken timeout)
    {
        if (!timeout.CanBeCanceled)
        {
            return CancellationToken.None;
        }

        var foreign = new CancellationTokenSource();
        timeout.UnsafeRegister(static state => ((Registration)state!).Cancel(), new Registration(this, foreign));
        return foreign.Token;
    }

    /// <summary>Makes the token of a call that is asked to end before its time is up as well.</summary>
    /// <param name="timeout">Cancelled when the call's time is up.</param>
    /// <param name="asked">Cancelled when the call is asked to end. It may live long: what is registered on it ends with the registration.</param>
    /// <returns>The token, and the registration, which is to end when the call has ended or was left behind.</returns>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = JustifiedSource)]
    public (CancellationToken Stop, CancellationTokenRegistration Registration) StopWith(CancellationToken timeout, CancellationToken asked)
    {
        var foreign = new CancellationTokenSource();
        var stop = new Registration(this, foreign);
        var registration = asked.UnsafeRegister(static state => ((Registration)state!).Cancel(), stop);
        timeout.UnsafeRegister(static state => ((Registration)state!).Cancel(), stop);
        return (foreign.Token, registration);
    }

    private void Cancel(CancellationTokenSource foreign)
    {
        if (isInline)
        {
            CancelHere(foreign);
        }
        else if (_waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(foreign);
            StartThread();
        }
    }

    private void StartThread()
    {
        if (Interlocked.Increment(ref _threads) > MaxThreads)
        {
            Interlocked.Decrement(ref _threads);
            return;
        }

        _ = Task.Factory.StartNew(CancelAll, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    private void CancelAll()
    {
        while (_waiting.TryDequeue(out var foreign))
        {
            CancelHere(foreign);
        }

        Interlocked.Decrement(ref _threads);
        if (!_waiting.IsEmpty)
        {
            StartThread();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The call has been abandoned already: an exception of the application's code at its cancellation changes nothing.")]
    private static void CancelHere(CancellationTokenSource foreign)
    {
        try
        {
            foreign.Cancel();
        }
        catch
        {
            // The outcome of the call is unknown, as it is after any time-out.
        }
    }

    private sealed record Registration(ForeignCancellations Cancellations, CancellationTokenSource Foreign)
    {
        public void Cancel() => Cancellations.Cancel(Foreign);
    }
}
