using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Diagnostics;

public sealed class FaultlessLoggerTests
{
    private readonly FaultyLogger _faulty = new();

    [Theory]
    [InlineData(false, "IsEnabled")]
    [InlineData(true, "IsEnabled Log")]
    public void Log_provider_throws_the_entry_is_lost_and_nothing_else(bool isOn, string calls)
    {
        _faulty.IsOn = isOn;

        Log.BatchFailed(new FaultlessLogger(_faulty), 1, new InvalidTimeZoneException("a bug"));

        string.Join(' ', _faulty.Calls).ShouldBe(calls);
    }

    [Fact]
    public void IsEnabled_provider_throws_is_false() => new FaultlessLogger(_faulty).IsEnabled(LogLevel.Critical).ShouldBeFalse();

    [Fact]
    public void BeginScope_provider_throws_there_is_none() => new FaultlessLogger(_faulty).BeginScope("request 1").ShouldBeNull();

    [Fact]
    public void BeginScope_end_throws_is_ended_all_the_same()
    {
        _faulty.Scope = new FaultyScope();

        new FaultlessLogger(_faulty).BeginScope("request 1").ShouldNotBeNull().Dispose();

        _faulty.Scope.HasEnded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("paris")]
    public void LoggerOf_a_shop_never_throws(string? shop)
    {
        using var logs = new RecordingLogs { OnLog = static _ => throw new IOException("the disk is full") };
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs));
        _ = shop is null ? services.AddBookstore() : services.AddBookstore(shop);
        using var provider = services.BuildServiceProvider();
        var logger = new ShopServices(provider, shop).LoggerOf<FaultlessLoggerTests>();

        Should.Throw<AggregateException>(() => Log.ConsumerLost(provider.GetRequiredService<ILogger<FaultlessLoggerTests>>(), "theirs"));
        Log.ConsumerLost(logger, "ours");
    }

    [Fact]
    public void Over_a_logger_that_is_faultless_is_that_one()
    {
        var logger = FaultlessLogger.Over<FaultlessLoggerTests>(null);

        FaultlessLogger.Over(logger).ShouldBeSameAs(logger);
    }

    private sealed class FaultyLogger : ILogger
    {
        public List<string> Calls { get; } = [];

        public bool IsOn { get; set; }

        public FaultyScope? Scope { get; set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Scope ?? throw new InvalidOperationException("a log provider with a bug");

        public bool IsEnabled(LogLevel logLevel)
        {
            Calls.Add(nameof(IsEnabled));
            return IsOn ? true : throw new InvalidOperationException("a log provider with a bug");
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Calls.Add(nameof(Log));
            throw new IOException("the disk is full");
        }
    }

    private sealed class FaultyScope : IDisposable
    {
        public bool HasEnded { get; private set; }

        public void Dispose()
        {
            HasEnded = true;
            throw new InvalidOperationException("a log provider with a bug");
        }
    }
}
