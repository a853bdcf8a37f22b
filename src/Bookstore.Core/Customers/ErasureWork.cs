using System.Security.Cryptography;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Carries out the erasures that were asked for: page after page of the customer's orders, each order in a commit of its own, and again until all have ended.</summary>
/// <remarks>Two hosts may work on one erasure at a time: an order that was erased is not the customer's any more, so it is erased once.</remarks>
internal sealed class ErasureWork(WorkContext context, GroupCommit commit, ILogger<ErasureWork> logger)
{
    private const int PageSize = 100;
    private const int MostAtATime = 100;

    // So that one call of a round ends, and so that a request with few orders is answered with all of them erased.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan UntilLookedAtAgain = TimeSpan.FromHours(1);

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => new("Erasure", null, context.Options.PollInterval, RunOnceAsync);

    /// <summary>Works on the erasures that are due, each for a few seconds.</summary>
    /// <returns>How many orders were erased.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = await context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var due = await context.Store.ListDueDocumentsAsync(ErasureBody.Documents.Name, null, now, null, MostAtATime, cancellationToken).ConfigureAwait(false);
        var erased = 0;
        foreach (var document in due.Items)
        {
            try
            {
                var before = ErasureBody.Documents.Read(document);
                erased += (await RunAsync(before, cancellationToken).ConfigureAwait(false)).ErasedOrders - before.Erased;
            }
            catch (BookstoreStoreException fault) when (fault.RecordId is not null)
            {
                // It delays no other. The document and the order are named by ids alone.
                Log.ErasureFailed(logger, document.Id.Id, fault);
            }
        }

        return erased;
    }

    /// <summary>Starts the erasure of a customer, if none is under way, and works on it for a few seconds.</summary>
    public async Task<CustomerErasure> StartAsync(string customerId, CancellationToken cancellationToken)
    {
        var now = await context.Clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var started = await commit.SubmitAsync(new SaveErasure(null, new ErasureBody { CustomerId = customerId, StartedAt = now.Shown }, now.Store), cancellationToken).ConfigureAwait(false);
        return await RunAsync(started!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CustomerErasure> RunAsync(ErasureBody before, CancellationToken cancellationToken)
    {
        var began = context.Clock.Time.GetTimestamp();
        var (erased, waiting, isWhole) = (before.Erased, new List<Guid>(), false);
        var count = 0;
        Guid? after = null;
        while (!isWhole && context.Clock.Time.GetElapsedTime(began) < Slice)
        {
            var page = await context.Store.ListOrdersAsync(new OrderFilter { CustomerId = before.CustomerId }, after, PageSize, cancellationToken).ConfigureAwait(false);
            var now = await context.Clock.MomentAsync(cancellationToken).ConfigureAwait(false);
            var outcomes = await Task.WhenAll(page.Items.Select(order => order.Order.CreatedAt > before.StartedAt
                ? Task.FromResult(EraseOrderOutcome.NotTheirs)
                : commit.SubmitAsync(new EraseOrder(order.Order.Id, before.CustomerId, new Guid(RandomNumberGenerator.GetBytes(16)), now), CancellationToken.None))).ConfigureAwait(false);
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i] == EraseOrderOutcome.Erased)
                {
                    erased++;
                    continue;
                }

                // A position is an order that is still the customer's: a store finds the next ones from there.
                after = page.Items[i].Order.Id;
                if (outcomes[i] == EraseOrderOutcome.UnderWay && ++count <= CustomerErasure.MaxWaitingOrders)
                {
                    waiting.Add(page.Items[i].Order.Id);
                }
            }

            isWhole = page.Next is null;
        }

        return await SaveAsync(before, before with { Erased = erased, Waiting = count, WaitingOrders = waiting }, isWhole, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CustomerErasure> SaveAsync(ErasureBody before, ErasureBody after, bool isWhole, CancellationToken cancellationToken)
    {
        var now = await context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var isDone = isWhole && after.Waiting == 0;
        await commit.SubmitAsync(new SaveErasure(before, after, isDone ? null : isWhole ? now.Plus(UntilLookedAtAgain) : now), CancellationToken.None).ConfigureAwait(false);
        if (isDone)
        {
            Log.CustomerErased(logger, after.Erased);
        }

        return after.Show(isDone ? CustomerErasureStatus.Completed : isWhole ? CustomerErasureStatus.Waiting : CustomerErasureStatus.InProgress);
    }
}
