using Bookstore.Support;

namespace Bookstore.Events.Consumers;

/// <summary>Lets the clock of a shop go on step by step, each when the run has dealt with the one before and set its timer again.</summary>
internal sealed class ConsumerSteps
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly TestShop _shop;
    private readonly TimeSpan _step;
    private readonly SemaphoreSlim _ready = new(0);
    private Task<bool>? _waits;

    /// <summary>Begins to follow the runs of a shop by their ticks. They must begin afterwards.</summary>
    public ConsumerSteps(TestShop shop)
        : this(shop, ConsumerRun.Tick, static (state, _) => state is ConsumerRun)
    {
    }

    /// <summary>Begins to follow all timers of a shop that are short.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="longest">The longest of them, and the length of a step.</param>
    public ConsumerSteps(TestShop shop, TimeSpan longest)
        : this(shop, longest, (_, due) => due >= TimeSpan.Zero && due <= longest)
    {
    }

    private ConsumerSteps(TestShop shop, TimeSpan step, Func<object?, TimeSpan, bool> isFollowed)
    {
        (_shop, _step) = (shop, step);
        shop.Time.OnSet = (state, due) =>
        {
            if (isFollowed(state, due))
            {
                _ready.Release();
            }
        };
    }

    /// <summary>Goes on until something has happened.</summary>
    public async Task UntilAsync(Task reached)
    {
        while (!reached.IsCompleted)
        {
            await StepAsync(reached);
        }

        await reached;
    }

    /// <summary>Goes on until something is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isReached)
    {
        while (!await isReached())
        {
            await StepAsync(Never);
        }
    }

    /// <summary>Goes on for some ticks.</summary>
    public async Task ForAsync(double ticks)
    {
        for (var tick = 0; tick < ticks; tick++)
        {
            await StepAsync(Never);
        }
    }

    private async Task StepAsync(Task reached)
    {
        _waits ??= _ready.WaitAsync(Patience);
        if (await Task.WhenAny(_waits, reached) == reached)
        {
            return;
        }

        if (!await _waits)
        {
            throw new TimeoutException("No timer is set any more.");
        }

        // Those that were set by now are all due by the next step.
        _waits = null;
        while (_ready.Wait(0))
        {
        }

        _shop.Time.Advance(_step);
    }
}
