using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The debts that this host has just made, on their way to the gateway: several calls at a time, and their answers written down together.</summary>
/// <remarks>
/// One loop starts the calls and one writes; under load neither waits for the other, and what is paid while a commit is under way goes into the next
/// one as one operation. All of it is in memory and only saves the search: a debt that is lost here is found when it is due.
/// </remarks>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The debt is on record; a loop that ended here would not pay the next one.")]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A SemaphoreSlim whose wait handle nobody asks for holds nothing.")]
internal sealed class HandedOffDebts(DebtPayment payment, BookstoreOptions options, ILogger logger)
{
    private const int MostTogether = 256;

    private readonly Channel<OrderRecord> _waiting = Channel.CreateBounded<OrderRecord>(
        new BoundedChannelOptions(2 * options.MaxOrdersInFlight) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly SemaphoreSlim _calls = new(options.SettlementConcurrency);
    private volatile bool _isRunning;

    /// <summary>Whether a debt that is made now will find room: every order under way may bring one before it.</summary>
    public bool HasRoom => _isRunning && _waiting.Reader.Count < options.MaxOrdersInFlight;

    /// <summary>Takes a debt in, if the loops run and there is room.</summary>
    public void Add(OrderRecord order)
    {
        if (_isRunning)
        {
            _waiting.Writer.TryWrite(order);
        }
    }

    /// <summary>Pays and writes down until told to stop; what has been paid by then is still written down.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var answered = Channel.CreateBounded<SettledDebt>(new BoundedChannelOptions(4 * MostTogether) { SingleReader = true });
        var writing = Task.Run(() => WriteDownAsync(answered.Reader), CancellationToken.None);
        _isRunning = true;
        try
        {
            await PayAllAsync(answered.Writer, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: the debts that wait are durable, and are found again at the next start.
        }

        _isRunning = false;
        await EndCallsAsync().ConfigureAwait(false);
        answered.Writer.Complete();
        await writing.ConfigureAwait(false);
    }

    private async Task PayAllAsync(ChannelWriter<SettledDebt> answered, CancellationToken stop)
    {
        await foreach (var order in _waiting.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await _calls.WaitAsync(stop).ConfigureAwait(false);
            _ = PayAsync(order, answered);
        }
    }

    private async Task PayAsync(OrderRecord order, ChannelWriter<SettledDebt> answered)
    {
        try
        {
            if (await payment.PayAsync(order).ConfigureAwait(false) is { } orderEvent)
            {
                await answered.WriteAsync(payment.Answered(order, orderEvent)).ConfigureAwait(false);
            }
            else
            {
                await payment.PostponeAsync(order).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            LogPostponed(order, exception);
        }
        finally
        {
            _calls.Release();
        }
    }

    private async Task EndCallsAsync()
    {
        for (var i = 0; i < options.SettlementConcurrency; i++)
        {
            await _calls.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _calls.Release(options.SettlementConcurrency);
    }

    private async Task WriteDownAsync(ChannelReader<SettledDebt> answered)
    {
        var together = new List<SettledDebt>(MostTogether);
        while (await answered.WaitToReadAsync().ConfigureAwait(false))
        {
            while (together.Count < MostTogether && answered.TryRead(out var debt))
            {
                together.Add(debt);
            }

            await WriteDownAsync([.. together]).ConfigureAwait(false);
            together.Clear();
        }
    }

    private async Task WriteDownAsync(SettledDebt[] debts)
    {
        try
        {
            FollowUp(debts, await payment.RecordAsync(debts).ConfigureAwait(false));
        }
        catch (Exception) when (debts.Length > 1)
        {
            // One bad record must not hold up the others.
            await Task.WhenAll(Array.ConvertAll(debts, debt => WriteDownAsync([debt]))).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogPostponed(debts[0].Order, exception);
        }
    }

    // A void that came too late has turned into a refund, which is paid at once.
    private void FollowUp(SettledDebt[] debts, OrderRecord[] recorded)
    {
        for (var i = 0; i < debts.Length; i++)
        {
            var before = debts[i].Order;
            if (recorded[i].Owed is { } owed && owed != before.Owed && recorded[i].Fence == before.Fence)
            {
                Add(recorded[i]);
            }
        }
    }

    private void LogPostponed(OrderRecord order, Exception exception) => Log.SettlementPostponed(logger, order.Order.Id, order.Owed!.Value, order.Attempts + 1, exception);
}
