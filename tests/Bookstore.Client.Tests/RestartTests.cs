using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>A host that restarts: calls go on until it is back, for the whole of the total time-out.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    public async Task A_restart_is_survived_with_the_options_as_they_come(int seconds)
    {
        var time = new ManualTime();
        var back = time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        await using var server = await ScriptedServer.StartAsync(context => time.GetUtcNow() < back ? Away(context) : Answers.Created(context));
        using var client = new TestClient(server.Address, time);

        var placement = await client.Client.PlaceOrderAsync(TestClient.Order);

        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created);
        server.Requests.Select(request => request.IdempotencyKey).Distinct().ShouldBe([placement.IdempotencyKey]);
        time.Pauses.ShouldAllBe(pause => pause <= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_host_that_stays_away_is_reported_by_its_last_failure_once_the_total_time_is_used()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        await using var server = await ScriptedServer.StartAsync(Away);
        using var client = new TestClient(server.Address, time);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Fault.ShouldBe(BookstoreApiFault.Unreachable);
        (time.GetUtcNow() - start).ShouldBeInRange(TimeSpan.FromSeconds(54), Limit);
        fault.Message.ShouldContain("tries, the last failure: connection");
    }

    [Fact]
    public async Task Many_calls_wait_through_an_open_circuit_until_a_real_host_is_back()
    {
        Uri address;
        await using (var before = await ScriptedServer.StartAsync(Answers.Created))
        {
            address = before.Address;
        }

        using var opened = new CircuitSignal();
        await using var services = Connect(address, opened);
        var client = services.GetRequiredService<BookstoreClient>();
        var calls = Enumerable.Range(0, 30).Select(_ => Task.Run(() => client.PlaceOrderAsync(TestClient.Order))).ToList();
        await opened.Task.WaitAsync(Limit);
        await using var after = await ScriptedServer.StartAsync(address.Port, Answers.Created);

        (await Task.WhenAll(calls)).ShouldAllBe(placement => placement.Outcome == OrderPlacementOutcome.Created);
    }

    private static Task Away(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static ServiceProvider Connect(Uri address, CircuitSignal opened)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(opened));
        services.AddBookstoreClient(options =>
        {
            options.BaseAddress = address;
            options.ApiKey = TestClient.ApiKey;
            options.Resilience.BaseDelay = TimeSpan.FromMilliseconds(5);
            options.Resilience.MaxDelay = TimeSpan.FromMilliseconds(200);
            options.Resilience.BreakDuration = TimeSpan.FromMilliseconds(500);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>Tells when the client logs that its circuit has opened.</summary>
    private sealed class CircuitSignal : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _opened.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "CircuitOpened")
            {
                _opened.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }
}
