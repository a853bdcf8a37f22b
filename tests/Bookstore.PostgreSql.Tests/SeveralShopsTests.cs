using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>What several shops in one process mean for this store, as far as no server is needed.</summary>
public sealed class SeveralShopsTests
{
    [Theory]
    [InlineData("Host=db;Database=shop", "bookstore")]
    [InlineData("Host=DB;Port=5432;Database=shop;Username=another", "bookstore")]
    public async Task Schema_of_another_shop_is_refused_with_both_names(string connection, string schema)
    {
        await using var services = Build(connection, schema);
        services.GetRequiredKeyedService<IBookstoreStore>("paris").Name.ShouldBe("postgresql");

        var refused = Should.Throw<InvalidOperationException>(() => services.GetRequiredKeyedService<IBookstoreStore>("rome"));

        refused.Message.ShouldContain("the shop 'paris' and the shop 'rome'");
        refused.Message.ShouldContain("PostgreSqlStoreOptions.Schema");
    }

    [Theory]
    [InlineData("Host=db;Database=shop", "rome")]
    [InlineData("Host=db;Database=rome", "bookstore")]
    [InlineData("Host=db;Port=5433;Database=shop", "bookstore")]
    [InlineData("Host=other;Database=shop", "bookstore")]
    public async Task Schema_or_database_of_ones_own_is_taken(string connection, string schema)
    {
        await using var services = Build(connection, schema);

        services.GetRequiredKeyedService<IBookstoreStore>("paris").ShouldNotBeSameAs(services.GetRequiredKeyedService<IBookstoreStore>("rome"));
    }

    [Fact]
    public async Task Options_that_cannot_be_used_name_the_shop()
    {
        await using var services = Build("Host=db;Database=shop", "Rome");

        Should.Throw<OptionsValidationException>(() => services.GetRequiredKeyedService<IBookstoreStore>("rome")).Message.ShouldStartWith("Shop 'rome': PostgreSqlStoreOptions.Schema");
    }

    [Fact]
    public void Threads_of_a_process_are_enough_for_the_connections_of_a_shop_that_hangs() =>
        SharedThreads.Wanted(new PostgreSqlStoreOptions { ConnectionString = "Host=db;Maximum Pool Size=20" }).ShouldBe(20 + Environment.ProcessorCount);

    [Theory]
    [InlineData("Host=db;Database=shop", false)]
    [InlineData("Host=db1,db2;Database=shop", true)]
    public void Threads_are_needed_where_several_servers_are_named(string connection, bool isNeeded) =>
        SharedThreads.IsNeeded(new PostgreSqlStoreOptions { ConnectionString = connection }).ShouldBe(isNeeded);

    // Nothing listens on the first port.
    [Fact]
    public async Task Shop_whose_database_is_away_gets_a_transient_error_that_names_the_setting()
    {
        await using var services = Build("Host=127.0.0.1;Port=1;Database=rome", "rome");

        var away = await Should.ThrowAsync<BookstoreStoreException>(async () => await services.GetRequiredKeyedService<IBookstoreStore>("rome").InitializeAsync(default));

        away.IsTransient.ShouldBeTrue();
        away.Message.ShouldContain("PostgreSqlStoreOptions.ConnectionString");
    }

    private static ServiceProvider Build(string connection, string schema)
    {
        var services = new ServiceCollection();
        services.AddBookstore("paris").UsePostgreSql("Host=db;Database=shop");
        services.AddBookstore("rome").UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connection, schema));
        return services.BuildServiceProvider();
    }
}
