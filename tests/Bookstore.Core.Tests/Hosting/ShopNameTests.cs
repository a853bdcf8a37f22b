using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class ShopNameTests
{
    [Theory]
    [InlineData("paris")]
    [InlineData("Paris-2_eme.arr")]
    [InlineData("7")]
    [InlineData("12345678901234567890123456789012345678901234567890")]
    public void Name_that_fits_a_key_a_section_and_a_tag_is_taken(string name) =>
        new ServiceCollection().AddBookstore(name).Name.ShouldBe(name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" paris")]
    [InlineData("paris ")]
    [InlineData("par is")]
    [InlineData("par:is")]
    [InlineData("par\nis")]
    [InlineData("münchen")]
    [InlineData("-paris")]
    [InlineData("a,b=c")]
    [InlineData("123456789012345678901234567890123456789012345678901")]
    public void Name_that_does_not_fit_is_refused_with_what_does(string name)
    {
        var refused = Should.Throw<ArgumentException>(() => new ServiceCollection().AddBookstore(name));

        refused.Message.ShouldContain("1 to 50 ASCII letters");
        refused.ParamName.ShouldBe("name");
    }

    [Fact]
    public void Name_that_is_null_is_refused() => Should.Throw<ArgumentNullException>(() => new ServiceCollection().AddBookstore((string)null!));

    [Theory]
    [InlineData("paris")]
    [InlineData("PARIS")]
    public void Name_that_was_added_already_is_refused(string again)
    {
        var services = new ServiceCollection();
        services.AddBookstore("paris");

        Should.Throw<InvalidOperationException>(() => services.AddBookstore(again)).Message.ShouldContain($"The shop '{again}' was added already");
    }

    [Fact]
    public void Shop_without_a_name_has_none() => new ServiceCollection().AddBookstore().Name.ShouldBeNull();

    [Fact]
    public void Options_of_each_shop_are_read_from_its_own_section()
    {
        using var host = Build(
            ("Bookstore:MaxOrdersInFlight", "11"),
            ("Bookstore:Shops:paris:MaxOrdersInFlight", "22"),
            ("Bookstore:Shops:paris:WritePath:MaxBatchSize", "9"),
            ("Bookstore:Shops:ROME:SettlementConcurrency", "5"));
        var options = host.Services.GetRequiredService<IOptionsMonitor<BookstoreOptions>>();

        (options.CurrentValue.MaxOrdersInFlight, options.CurrentValue.ShopName).ShouldBe((11, null));
        (options.Get("paris").MaxOrdersInFlight, options.Get("paris").WritePath.MaxBatchSize, options.Get("paris").ShopName).ShouldBe((22, 9, "paris"));
        (options.Get("rome").MaxOrdersInFlight, options.Get("rome").SettlementConcurrency, options.Get("rome").ShopName).ShouldBe((4_096, 5, "rome"));
        host.Of<WorkContext>("paris").Options.ShouldBeSameAs(options.Get("paris"));
    }

    [Fact]
    public void Options_that_code_sets_win_in_their_shop_alone()
    {
        using var host = NamedShops.Build(
            static services =>
            {
                services.AddBookstore("paris", static options => options.MaxOrdersInFlight = 1);
                services.AddBookstore("rome", static options => options.MaxOrdersInFlight = 2);
            },
            ("Bookstore:Shops:paris:MaxOrdersInFlight", "22"));
        var options = host.Services.GetRequiredService<IOptionsMonitor<BookstoreOptions>>();

        (options.Get("paris").MaxOrdersInFlight, options.Get("rome").MaxOrdersInFlight).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("Bookstore:Shops:rome:MaxOrdersInFlight", "0", "Shop 'rome': BookstoreOptions.MaxOrdersInFlight is 0; set it to 1 to 100000.")]
    [InlineData("Bookstore:Shops:rome:PollIntervall", "1", "Bookstore:Shops:rome:PollIntervall is no option. Write Bookstore:Shops:rome:PollInterval.")]
    [InlineData("Bookstore:Shops:rome:WritePath:Size", "1", "Bookstore:Shops:rome:WritePath:Size is no option.")]
    [InlineData("Bookstore:Shops:rome:PollInterval", "soon", "Bookstore:Shops:rome:PollInterval")]
    [InlineData("Bookstore:Shops:rome:ShopName", "milan", "Shop 'rome': BookstoreOptions.ShopName is 'milan'; leave it out")]
    [InlineData("Bookstore:ShopName", "Rome", "BookstoreOptions.ShopName is 'Rome', which is the name of another shop of this process")]
    public async Task Options_that_cannot_be_used_stop_the_start_and_name_the_shop(string name, string value, string expected)
    {
        using var host = Build((name, value));

        (await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain(expected);
    }

    private static IHost Build(params (string Name, string Value)[] configuration) => NamedShops.Build(
        static services =>
        {
            services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
            services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
            services.AddBookstore("rome").UseInMemoryStore().UseSimulatedPayments();
        },
        configuration);
}
