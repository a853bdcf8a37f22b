using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bookstore.Testing;

/// <summary>Runs a scenario again and again, each time killing the host at the next boundary, until it has died at every one.</summary>
/// <remarks>
/// The boundaries are right before and right after each commit of the store and each call to the gateway and to a courier. A host that dies does
/// nothing any more: what the scenario was waiting for never comes. Another host starts on the same store.
/// </remarks>
public static class CrashTest
{
    private const int MaxBoundaries = 10_000;

    /// <summary>Runs a scenario through a crash at every boundary, and once without.</summary>
    /// <remarks>
    /// After each crash a new host starts, the clock advances until the dead host's leases are over, <paramref name="afterRestart"/> runs, the shop
    /// is drained and <see cref="ShopAssert.InvariantsHoldAsync(TestShop, bool, CancellationToken)"/> checked, and <paramref name="verify"/> runs. A scenario
    /// that makes its calls one after the other meets the same boundaries each time.
    /// </remarks>
    /// <param name="scenario">What is done with a fresh shop. The background work runs only where it says so.</param>
    /// <param name="afterRestart">What happens after a restart, before the shop recovers by itself: the customer sends the request again, for example. Also after the run without a crash.</param>
    /// <param name="verify">Checks of your own, at the end of each run, the one without a crash included; <see cref="TestShop.LastCrash"/> says where the host died.</param>
    /// <param name="configure">Changes what the shops are made of. With a store on disk, give each shop a file of its own.</param>
    /// <returns>The boundaries at which the host died, in order.</returns>
    /// <exception cref="CrashTestException">A run failed: a promise did not hold, or a check or the scenario threw. It says after which crash.</exception>
    public static async Task<IReadOnlyList<CrashPoint>> RunThroughEveryCrashAsync(
        Func<TestShop, Task> scenario, Func<TestShop, Task>? afterRestart = null, Func<TestShop, Task>? verify = null, Action<TestShopOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var points = new List<CrashPoint>();
        while (points.Count < MaxBoundaries)
        {
            var shop = await TestShop.OpenAsync(configure).ConfigureAwait(false);
            await using (shop.ConfigureAwait(false))
            {
                var crash = await RunAsync(shop, points.Count + 1, scenario, afterRestart, verify).ConfigureAwait(false);
                if (crash is null)
                {
                    return points;
                }

                points.Add(crash);
            }
        }

        throw new InvalidOperationException($"The scenario has more than {MaxBoundaries} boundaries. Make it shorter.");
    }

    private static async Task<CrashPoint?> RunAsync(TestShop shop, int dieAt, Func<TestShop, Task> scenario, Func<TestShop, Task>? afterRestart, Func<TestShop, Task>? verify)
    {
        CrashPoint? crash = null;
        try
        {
            crash = await PlayAsync(shop, dieAt, scenario).ConfigureAwait(false);
            if (crash is not null)
            {
                await shop.RestartAsync().ConfigureAwait(false);
                shop.Time.Advance(shop.Services.GetRequiredService<IOptions<BookstoreOptions>>().Value.GatewayTimeout);
            }

            await (afterRestart?.Invoke(shop) ?? Task.CompletedTask).ConfigureAwait(false);
            await shop.DrainAsync().ConfigureAwait(false);
            await ShopAssert.InvariantsHoldAsync(shop).ConfigureAwait(false);
            await (verify?.Invoke(shop) ?? Task.CompletedTask).ConfigureAwait(false);
            return crash;
        }
        catch (Exception exception)
        {
            throw new CrashTestException(crash, exception);
        }
    }

    // The scenario of a dead host waits for ever, and is left behind.
    private static async Task<CrashPoint?> PlayAsync(TestShop shop, int dieAt, Func<TestShop, Task> scenario)
    {
        var crashed = shop.DieAt(dieAt);
        var played = shop.PlayAsync(scenario);
        if (await Task.WhenAny(played, crashed).ConfigureAwait(false) == crashed)
        {
            return await crashed.ConfigureAwait(false);
        }

        await played.ConfigureAwait(false);
        _ = shop.DieAt(0);
        return null;
    }
}
