using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("Data Source=:memory:", "UseInMemoryStore")]
    [InlineData("Data Source=shop;Mode=Memory", "UseInMemoryStore")]
    [InlineData("Data Source=shop.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=shop.db;Cache=Shared", "Cache=Shared")]
    [InlineData("Data Source=shop.db;Password=secret", "Password")]
    [InlineData("Data Source=file:shop.db?immutable=1", "plain path")]
    [InlineData("Data Source=", "names no file")]
    [InlineData("Server=localhost", "cannot be read")]
    [InlineData("nonsense", "cannot be read")]
    public void Validate_connection_string_that_cannot_work_names_the_remedy(string connectionString, string remedy)
    {
        var result = new SqliteStoreOptionsValidator().Validate(null, new SqliteStoreOptions { ConnectionString = connectionString });

        result.Failed.ShouldBeTrue();
        result.FailureMessage.ShouldContain(remedy);
    }

    [Fact]
    public void Validate_numbers_out_of_range_names_each_option()
    {
        var options = new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMinutes(2), MaxReaders = 0, CacheSizeKiB = 1, CheckpointPages = 1, CachedRecords = -1, MaxLogSize = 1 };

        var message = new SqliteStoreOptionsValidator().Validate(null, options).FailureMessage!;

        foreach (var name in new[] { "BusyTimeout", "MaxReaders", "CacheSizeKiB", "CheckpointPages", "CachedRecords", "MaxLogSize" })
        {
            message.ShouldContain(name);
        }
    }

    [Fact]
    public void Validate_defaults_are_valid() =>
        new SqliteStoreOptionsValidator().Validate(null, new SqliteStoreOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void UseSqlite_a_second_store_throws_naming_both_calls()
    {
        var builder = new Builder(new ServiceCollection());
        builder.UseSqlite("Data Source=one.db");

        var message = Should.Throw<InvalidOperationException>(() => builder.UseSqlite("Data Source=two.db")).Message;

        message.ShouldContain("UseSqlite");
        message.ShouldContain("UseInMemoryStore");
    }

    [Fact]
    public async Task UseSqlite_wrong_connection_string_fails_when_the_store_is_made()
    {
        var builder = new Builder(new ServiceCollection());
        builder.UseSqlite("Data Source=:memory:");
        await using var services = builder.Services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(services.GetRequiredService<IBookstoreStore>).Message.ShouldContain("UseInMemoryStore");
    }

    [Fact]
    public async Task UseSqlite_path_makes_one_store()
    {
        await using var database = new TestDatabase();
        var builder = new Builder(new ServiceCollection());
        builder.UseSqlite($"Data Source={database.Path}");
        await using var services = builder.Services.BuildServiceProvider();

        var store = services.GetRequiredService<IBookstoreStore>();
        await store.InitializeAsync(CancellationToken.None);

        store.Name.ShouldBe("sqlite");
        services.GetRequiredService<IBookstoreStore>().ShouldBeSameAs(store);
        File.Exists(database.Path).ShouldBeTrue();
    }

    private sealed record Builder(IServiceCollection Services, string? Name = null) : IBookstoreBuilder;
}
