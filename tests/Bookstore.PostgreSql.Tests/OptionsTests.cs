using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_defaults_need_only_a_connection_string()
    {
        Failures(_ => { }).ShouldBeEmpty();
        Failures(options => options.ConnectionString = string.Empty).ShouldHaveSingleItem().ShouldContain("Host");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bookstore")]
    [InlineData("1st")]
    [InlineData("pg_shop")]
    [InlineData("a\"b")]
    [InlineData("a b")]
    [InlineData("a1234567890123456789012345678901234567890123456789012345678901234")]
    public void Validate_schema_that_is_no_name_is_named(string schema) =>
        Failures(options => options.Schema = schema).ShouldHaveSingleItem().ShouldContain(nameof(PostgreSqlStoreOptions.Schema));

    [Fact]
    public void Validate_each_value_out_of_range_is_named()
    {
        var failures = Failures(options =>
        {
            options.MaxOpenUnits = 0;
            options.MaxReaders = 0;
            options.ReadQueueTimeout = TimeSpan.FromMinutes(2);
            options.ReadTimeout = TimeSpan.Zero;
            options.CommandTimeout = TimeSpan.Zero;
            options.LockTimeout = TimeSpan.FromHours(1);
            options.IdleTransactionTimeout = TimeSpan.FromMilliseconds(1);
        });
        string[] names =
        [
            nameof(PostgreSqlStoreOptions.MaxOpenUnits), nameof(PostgreSqlStoreOptions.MaxReaders), nameof(PostgreSqlStoreOptions.ReadQueueTimeout), nameof(PostgreSqlStoreOptions.ReadTimeout),
            nameof(PostgreSqlStoreOptions.CommandTimeout), nameof(PostgreSqlStoreOptions.LockTimeout), nameof(PostgreSqlStoreOptions.IdleTransactionTimeout),
        ];
        failures.Select(failure => failure.Split(' ')[0]).ShouldBe(names.Select(name => $"{nameof(PostgreSqlStoreOptions)}.{name}"));
    }

    [Fact]
    public void Validate_pool_too_small_for_the_units_and_a_read_is_named()
    {
        Failures(options => options.ConnectionString += ";Maximum Pool Size=5").ShouldBeEmpty();
        Failures(options => options.ConnectionString += ";MaxPoolSize=4").ShouldHaveSingleItem().ShouldContain("Maximum Pool Size=4; set it to 5");
        Failures(options => (options.MaxOpenUnits, options.ConnectionString) = (9, "Host=localhost;Maximum Pool Size=10")).ShouldHaveSingleItem().ShouldContain("11");
    }

    [Theory]
    [InlineData("Host=db;Password=secret;Nonsense=1")]
    [InlineData("Host=db;Password=secret;Timeout=never")]
    [InlineData("Password=secret")]
    [InlineData("secret")]
    public void Validate_connection_string_that_cannot_be_read_is_refused_without_repeating_it(string connectionString) =>
        Failures(options => options.ConnectionString = connectionString).ShouldHaveSingleItem().ShouldNotContain("secret");

    [Fact]
    public void UsePostgreSql_twice_throws()
    {
        var builder = new ServiceCollection().AddBookstore().UsePostgreSql("Host=localhost");
        Should.Throw<InvalidOperationException>(() => builder.UsePostgreSql("Host=localhost"));
    }

    [Fact]
    public async Task UsePostgreSql_wrong_options_are_told_when_the_store_is_made()
    {
        await using var services = new ServiceCollection().AddBookstore().UsePostgreSql(options => options.Schema = "A").Services.BuildServiceProvider();
        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IBookstoreStore>());
    }

    private static List<string> Failures(Action<PostgreSqlStoreOptions> change)
    {
        var options = new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" };
        change(options);
        return [.. new PostgreSqlStoreOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
