using Bookstore.Support;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>How long callers wait for a server that has got their statements, or not, and does not answer.</summary>
public sealed class WaitingTimeTests : IAsyncLifetime
{
    private StoresOverAProxy _stores = null!;

    [Fact]
    public Task Write_requests_do_not_arrive_is_answered_after_retry_timeout_and_not_after_command_timeout() => ShouldBeAnsweredInTimeAsync(static proxy => proxy.HoldRequests());

    [Fact]
    public Task Write_answers_do_not_arrive_is_answered_after_retry_timeout_and_not_after_command_timeout() => ShouldBeAnsweredInTimeAsync(static proxy => proxy.HoldAnswers());

    [Fact]
    public Task Write_server_is_gone_without_a_word_is_answered_after_retry_timeout_and_not_after_command_timeout() => ShouldBeAnsweredInTimeAsync(static proxy => proxy.HoldAll());

    public async Task InitializeAsync() => _stores = await StoresOverAProxy.OpenAsync();

    public async Task DisposeAsync() => await _stores.DisposeAsync();

    // The store that waits for a minute.
    private Task ShouldBeAnsweredInTimeAsync(Action<TcpProxy> hold) => HangingWrites.ShouldBeAnsweredInTimeAsync(_stores.Patient, () =>
    {
        _stores.Proxy.HoldNew();
        hold(_stores.Proxy);
        return new Held(_stores.Proxy);
    });

    private sealed class Held(TcpProxy proxy) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            proxy.LetGo();
            return ValueTask.CompletedTask;
        }
    }
}
