using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_seed_keeps_the_promises()
    {
        if (Environs.Seed is { } seed)
        {
            Replay(seed);
            return;
        }

        var campaign = Campaign.Run(Environs.First, Environs.Limit is null ? Environs.Seeds : long.MaxValue, Environs.Limit, maxFailed: 8);

        output.WriteLine(campaign.Describe());
        output.WriteLine($"reliability: simulated shops={campaign.Seeds}");
        output.WriteLine($"reliability: simulated steps={campaign.Steps}");
        output.WriteLine($"reliability: simulated faults={campaign.Faults}");
        output.WriteLine($"reliability: simulated violations={campaign.Failed.Count}");
        if (campaign.Failed.Count > 0)
        {
            var failed = campaign.Failed.GetValueAtIndex(0);
            Assert.Fail($"""
                {string.Join(Environment.NewLine, campaign.Failed.Values.Select(report => $"Seed {report.Seed}: {report.Violation}"))}
                Replay it, with its whole trace: BOOKSTORE_SIM_SEED={failed.Seed} dotnet test tests/Bookstore.Simulation.Tests --filter Every_seed --logger "console;verbosity=detailed"
                The last that happened:
                {string.Join(Environment.NewLine, failed.Trace)}
                """);
        }

        // The rarest fault comes about once in two hundred shops.
        if (campaign.Seeds >= 2_000)
        {
            campaign.MissingFaults.ShouldBeEmpty();
            campaign.MissingOperations.ShouldBeEmpty();
            campaign.MissingOutcomes.ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_same_seed_twice_is_the_same_run()
    {
        var first = Campaign.Run(1_000_000, Environs.SeedsToCompare, keepsHashes: true);
        var second = Campaign.Run(1_000_000, Environs.SeedsToCompare, keepsHashes: true);

        first.Hashes.Count.ShouldBeGreaterThan(0);
        second.Hashes.ShouldBe(first.Hashes);
    }

    [Fact]
    public void A_shop_that_continues_on_another_thread_is_refused()
    {
        var report = Campaign.Run(1, new LeftToTheThreadPool());

        report.Violation.ShouldNotBeNull();
        report.Violation.ShouldMatch("another thread|never ends|a call failed");
    }

    private void Replay(ulong seed)
    {
        var report = Campaign.Run(seed, keepsTrace: true);
        foreach (var line in report.Trace)
        {
            output.WriteLine(line);
        }

        output.WriteLine($"seed {seed}: {report.Steps} steps, trace {report.TraceHash:x16}, {report.Violation ?? "no violation"}");
        report.Violation.ShouldBeNull();
    }
}
