using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Reads over a connection that is dead, or that brings no response.</summary>
public sealed class LostReadTests : IAsyncLifetime
{
    private StoresOverAProxy _stores = null!;

    [Fact]
    public async Task Read_pooled_connection_is_dead_is_made_over_a_new_one()
    {
        (await StoresOverAProxy.UntilAnsweredAsync(() => _stores.Patient.FindOrderAsync(Records.Id(1), default))).ShouldBeNull();
        _stores.Proxy.Cut();
        (await _stores.Patient.FindOrderAsync(Records.Id(1), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_no_answer_is_a_transient_fault()
    {
        _stores.Proxy.HoldAll();
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await _stores.Impatient.FindOrderAsync(Records.Id(1), default))).IsTransient.ShouldBeTrue();
        _stores.Proxy.LetGo();
        (await StoresOverAProxy.UntilAnsweredAsync(() => _stores.Impatient.FindOrderAsync(Records.Id(1), default))).ShouldBeNull();
    }

    public async Task InitializeAsync() => _stores = await StoresOverAProxy.OpenAsync();

    public async Task DisposeAsync() => await _stores.DisposeAsync();
}
