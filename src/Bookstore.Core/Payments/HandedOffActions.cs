using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The payment actions that this host has just recorded, handed to the gateway: several calls at a time, and their results recorded together.</summary>
/// <remarks>
/// One loop starts the calls and one writes; under load neither waits for the other, and what is paid while a commit is in progress goes into the next
/// one as one operation. All of it is in memory and only saves the search: a payment action that is lost here is found when it is due.
/// </remarks>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The action is on record; a loop that ended here would not pay the next one.")]
internal sealed class HandedOffActions(PaymentActionCall payment, WorkDriver<OrderRecord, OrderRecord> driver, BookstoreOptions options, ILogger logger)
{
    private const int MostTogether = 1_024;

    // Also where few orders may be in progress: what finds no room has to be searched for and taken one by one.
    private const int LeastRoom = 4_096;

    private readonly int _room = RoomOf(options);

    private readonly Channel<OrderRecord> _waiting = Channel.CreateBounded<OrderRecord>(
        new BoundedChannelOptions(RoomOf(options) + options.MaxOrdersInFlight) { FullMode = BoundedChannelFullMode.Wait, AllowSynchronousContinuations = options.WritePath.ContinuesInline });

    // Nothing is paid that was not confirmed, so what waits to be written down is bounded by what the store has let through.
    private Channel<CompletedAction> _answered = Unbounded<CompletedAction>(options);

    // Results that could not be recorded together. Only the loop that writes looks at it.
    private readonly List<Task> _apart = [];

    private volatile bool _isRunning;

    /// <summary>Whether a payment action that is recorded now will find room: every order in progress may add one before it.</summary>
    public bool HasRoom => _isRunning && _waiting.Reader.Count + _answered.Reader.Count < _room;

    /// <summary>Queues a payment action, if the loops run and there is room.</summary>
    public void Add(OrderRecord order)
    {
        if (_isRunning)
        {
            _waiting.Writer.TryWrite(order);
        }
    }

    /// <summary>Makes calls and records their results until it is stopped; results that have arrived by then are still recorded.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _answered = Unbounded<CompletedAction>(options);
        var writing = RecordResultsAsync();
        _isRunning = true;
        try
        {
            await PayAllAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The actions that wait are durable, and are found again at the next start.
        }

        _isRunning = false;
        await driver.Slots.WaitUntilFreeAsync().ConfigureAwait(false);
        _answered.Writer.Complete();
        await writing.ConfigureAwait(false);
    }

    private async Task PayAllAsync(CancellationToken stop)
    {
        await foreach (var order in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            var slot = await driver.Slots.EnterAsync(stop).ConfigureAwait(false);
            _ = PayAsync(order, slot);
        }
    }

    // An action that waited for too long is left to the round that finds it when it is due, on whichever host.
    private async Task PayAsync(OrderRecord order, int slot)
    {
        try
        {
            if (await driver.ReadTimeBeforeCallAsync(order.DueAt).ConfigureAwait(false) is null)
            {
                return;
            }

            var answer = await payment.PayAsync(order).ConfigureAwait(false);
            if (answer.Event is not null)
            {
                _answered.Writer.TryWrite(await payment.AnsweredAsync(order, answer).ConfigureAwait(false));
            }
            else
            {
                await payment.PostponeAsync(order, answer.IsContradiction).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            LogPostponed(order, exception);
        }
        finally
        {
            driver.Slots.Leave(slot);
        }
    }

    private static int RoomOf(BookstoreOptions options) => Math.Max(LeastRoom, options.MaxOrdersInFlight);

    private static Channel<T> Unbounded<T>(BookstoreOptions options) => Channel.CreateUnbounded<T>(
        new UnboundedChannelOptions { AllowSynchronousContinuations = options.WritePath.ContinuesInline });

    private async Task RecordResultsAsync()
    {
        var together = new List<CompletedAction>(MostTogether);
        while (await _answered.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (together.Count < MostTogether && _answered.Reader.TryRead(out var action))
            {
                together.Add(action);
            }

            await RecordAsync([.. together]).ConfigureAwait(false);
            together.Clear();
        }

        await Task.WhenAll(_apart).ConfigureAwait(false);
    }

    private async Task RecordAsync(CompletedAction[] actions, bool isApart = false)
    {
        try
        {
            FollowUp(actions, await payment.RecordAsync(actions, isApart).ConfigureAwait(false));
        }
        catch (Exception exception) when (!isApart && (actions.Length > 1 || exception is BookstoreStoreException { InnerException: StoreConflictException { Reason: StoreConflictReason.Locked } }))
        {
            // One bad or locked record holds up neither the others nor those that come after them.
            _apart.RemoveAll(static recorded => recorded.IsCompleted);
            _apart.AddRange(Array.ConvertAll(actions, action => RecordAsync([action], isApart: true)));
        }
        catch (Exception exception)
        {
            LogPostponed(actions[0].Order, exception);
        }
    }

    // A void that came too late has turned into a refund, which is paid at once.
    private void FollowUp(CompletedAction[] actions, OrderRecord[] recorded)
    {
        for (var i = 0; i < actions.Length; i++)
        {
            var before = actions[i].Order;
            if (recorded[i].PendingAction is { } next && next != before.PendingAction && recorded[i].Fence == before.Fence)
            {
                Add(recorded[i]);
            }
        }
    }

    private void LogPostponed(OrderRecord order, Exception exception) =>
        Log.SettlementPostponed(logger, order.Order.Id, order.PendingAction!.Value, order.Attempts + 1, exception);
}
