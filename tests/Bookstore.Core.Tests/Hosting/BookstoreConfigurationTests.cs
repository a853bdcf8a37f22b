using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class BookstoreConfigurationTests
{
    [Fact]
    public void Options_are_read_from_the_configuration_of_the_application()
    {
        var options = Read(
            ("Bookstore:MaxOrdersInFlight", "77"),
            ("Bookstore:GatewayTimeout", "00:00:03"),
            ("Bookstore:BackgroundWork", "false"),
            ("Bookstore:ShopName", "paris"),
            ("Bookstore:SharedCustomerIds:0", "guest"),
            ("Bookstore:WritePath:MaxBatchSize", "9"));

        options.MaxOrdersInFlight.ShouldBe(77);
        options.GatewayTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        options.BackgroundWork.ShouldBeFalse();
        options.ShopName.ShouldBe("paris");
        options.SharedCustomerIds.ShouldBe(["guest"]);
        options.WritePath.MaxBatchSize.ShouldBe(9);
    }

    [Fact]
    public void Every_option_can_be_configured()
    {
        ConfigurationNames.Options.ShouldBe(typeof(BookstoreOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
        ConfigurationNames.Returns.ShouldBe(typeof(ReturnOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
        ConfigurationNames.WritePath.ShouldBe(typeof(WritePathOptions).GetProperties().Select(property => property.Name), ignoreOrder: true);
    }

    [Fact]
    public void Code_that_sets_options_wins_over_the_configuration()
    {
        var services = With(("Bookstore:MaxOrdersInFlight", "77"), ("Bookstore:SettlementConcurrency", "5"));
        services.AddBookstore(options => options.MaxOrdersInFlight = 1);
        services.AddBookstore();
        services.Configure<BookstoreOptions>(options => options.SettlementConcurrency++);
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<BookstoreOptions>>().Value;

        (options.MaxOrdersInFlight, options.SettlementConcurrency).ShouldBe((1, 6));
    }

    [Fact]
    public void Without_a_configuration_the_defaults_count()
    {
        using var provider = new ServiceCollection().AddBookstore().Services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<BookstoreOptions>>().Value.MaxOrdersInFlight.ShouldBe(new BookstoreOptions().MaxOrdersInFlight);
    }

    [Fact]
    public void Names_of_other_readers_of_the_section_are_ignored() =>
        Read(("Bookstore:Store", "sqlite"), ("Bookstore:Clients:web:Roles:0", "catalog.read"), ("Bookstore:MaxRequestsPerSecond", "5"), ("Bookstore:Payments:Provider", "simulated")).ShouldNotBeNull();

    [Theory]
    [InlineData("Bookstore:MaxOrdersInFligth", "5", "Bookstore:MaxOrdersInFligth is no option. Write Bookstore:MaxOrdersInFlight.")]
    [InlineData("Bookstore:PollIntervall", "5", "Bookstore:PollIntervall is no option. Write Bookstore:PollInterval.")]
    [InlineData("Bookstore:WritePath:QueueSize", "5", "Bookstore:WritePath:QueueSize is no option. The options are QueueCapacity,")]
    [InlineData("Bookstore:Returns:Period", "5", "Bookstore:Returns:Period is no option. The options are RefundPolicy,")]
    [InlineData("Bookstore:Returns:RefundPolicy", "7", "set it to OnReceipt or Manual")]
    [InlineData("Bookstore:Returns:WithdrawalPeriod", "0.00:00:00", "set it to 00:00:01 to 3650.00:00:00")]
    [InlineData("Bookstore:MaxOrdersInFlight", "many", "Bookstore:MaxOrdersInFlight")]
    [InlineData("Bookstore:PollInterval", "soon", "Bookstore:PollInterval")]
    [InlineData("Bookstore:MaxOrdersInFlight", "0", "set it to 1 to 100000")]
    public void What_cannot_be_used_is_named(string name, string value, string expected) =>
        Should.Throw<OptionsValidationException>(() => Read((name, value))).Message.ShouldContain(expected);

    [Fact]
    public void All_unknown_names_are_named_at_once()
    {
        var refused = Should.Throw<OptionsValidationException>(() => Read(("Bookstore:PollIntervall", "1"), ("Bookstore:WritePath:A", "1"), ("Bookstore:WritePath:B", "1")));

        refused.Failures.Count().ShouldBe(3);
    }

    private static BookstoreOptions Read(params (string Name, string Value)[] settings)
    {
        using var provider = With(settings).AddBookstore().Services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<BookstoreOptions>>().Value;
    }

    private static ServiceCollection With(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        return services;
    }
}
