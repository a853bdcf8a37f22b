using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_NeedOnlyAConnectionString()
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
    public void Validate_SchemaThatIsNoName_IsNamed(string schema) =>
        Failures(options => options.Schema = schema).ShouldHaveSingleItem().ShouldContain(nameof(PostgreSqlStoreOptions.Schema));

    [Fact]
    public void Validate_EachValueOutOfRange_IsNamed()
    {
        var failures = Failures(options =>
        {
            options.MaxOpenUnits = 0;
            options.CommandTimeout = TimeSpan.Zero;
            options.LockTimeout = TimeSpan.FromHours(1);
            options.IdleTransactionTimeout = TimeSpan.FromMilliseconds(1);
        });
        failures.Count.ShouldBe(4);
        failures[0].ShouldContain(nameof(PostgreSqlStoreOptions.MaxOpenUnits));
        failures[1].ShouldContain(nameof(PostgreSqlStoreOptions.CommandTimeout));
        failures[2].ShouldContain(nameof(PostgreSqlStoreOptions.LockTimeout));
        failures[3].ShouldContain(nameof(PostgreSqlStoreOptions.IdleTransactionTimeout));
    }

    [Theory]
    [InlineData("Host=db;Password=secret;Nonsense=1")]
    [InlineData("Host=db;Password=secret;Timeout=never")]
    [InlineData("Password=secret")]
    [InlineData("secret")]
    public void Validate_ConnectionStringThatCannotBeRead_IsRefusedWithoutRepeatingIt(string connectionString) =>
        Failures(options => options.ConnectionString = connectionString).ShouldHaveSingleItem().ShouldNotContain("secret");

    [Fact]
    public void UsePostgreSql_Twice_Throws()
    {
        var builder = new ServiceCollection().AddBookstore().UsePostgreSql("Host=localhost");
        Should.Throw<InvalidOperationException>(() => builder.UsePostgreSql("Host=localhost"));
    }

    [Fact]
    public async Task UsePostgreSql_WrongOptions_AreToldWhenTheStoreIsMade()
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
