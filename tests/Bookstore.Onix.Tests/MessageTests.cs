using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests;

/// <summary>What is read of whole messages, of each release and with each kind of tags.</summary>
public sealed class MessageTests
{
    [Fact]
    public async Task The_header_of_a_message_is_on_each_of_its_records()
    {
        var records = await Reading.ReadAsync(await Reading.BytesAsync("reference-3.0.xml"));

        records.Select(static record => record.Number).ShouldBe([1, 2]);
        records[1].Message.ShouldBeSameAs(records[0].Message);
        var message = records[0].Message;
        (message.Release, message.HasShortTags, message.Sender, message.Number).ShouldBe(("3.0", false, "Aldine Wholesale", "412"));
        message.SentAt.ShouldBe(new DateTimeOffset(2026, 11, 29, 20, 30, 0, TimeSpan.Zero));
        (message.DefaultLanguage, message.DefaultPriceType, message.DefaultCurrency).ShouldBe(("eng", "02", "GBP"));
        message.SenderIdentifiers.ShouldHaveSingleItem().ShouldBe(new OnixIdentifier("06", "4012345000009"));
    }

    [Fact]
    public async Task A_product_of_3_0_is_described_whole()
    {
        var record = (await Reading.ReadAsync(await Reading.BytesAsync("reference-3.0.xml")))[0];

        (record.Line, record.RecordReference, record.Refusal).ShouldBe((18, "com.aldine.0001", null));
        var product = record.Product.ShouldNotBeNull();
        (product.NotificationType, product.RecordedAt).ShouldBe((OnixNotificationTypes.Confirmed, new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero)));
        product.Blocks.ShouldBe(OnixBlocks.Description | OnixBlocks.Collateral | OnixBlocks.Publishing | OnixBlocks.Related | OnixBlocks.Supply);
        product.FindIsbn().ShouldBe(Isbn.Parse("9780306406157"));
        product.Identifiers[0].ShouldBe(new OnixIdentifier("01", "A-1", "Aldine"));
        (product.Composition, product.Form, string.Join(',', product.FormDetails)).ShouldBe(("00", "BB", "B402,B504"));
        product.Title.ShouldBe(new OnixTitle("01", "The Tide & the Lamp", "A harbour story"));
        product.Titles.Select(static title => title.Text).ShouldBe(["La marée", "The Tide & the Lamp"]);
        (product.ContributorStatement, product.EditionNumber, product.EditionStatement).ShouldBe(("Édith O’Hara and others", "2", "Second edition, revised"));
        product.Contributors.Select(static contributor => (contributor.Position, contributor.Name, contributor.IsCorporate)).ShouldBe([(1, "Édith O’Hara", false), (2, "Jan Novák", false), (3, "Museum of Lamps", true), (4, null, false)]);
        product.Contributors[0].Roles.ShouldBe([OnixContributorRoles.Author, OnixContributorRoles.Illustrator]);
        product.Contributors[3].Unnamed.ShouldBe("02");
        var series = product.Series.ShouldHaveSingleItem();
        (series.Title, series.Number, series.Identifiers[0].Value).ShouldBe(("Harbour Mysteries", "7", "12345679"));
        product.Languages.ShouldBe([new OnixLanguage("01", "eng"), new OnixLanguage("02", "fre")]);
        product.Extents.ShouldHaveSingleItem().ShouldBe(new OnixExtent(OnixExtentTypes.MainContent, 352, "03"));
        product.Measures.ShouldBe([new OnixMeasure("01", 234, "mm"), new OnixMeasure("02", 156.5m, "mm"), new OnixMeasure("08", 512, "gr")]);
        product.Subjects.ShouldBe(
        [
            new OnixSubject("93", "FFL", null, true), new OnixSubject("10", "FIC022000", null, false),
            new OnixSubject("20", null, "harbour; lamp; tide", false), new OnixSubject("24", "77-Ж", null, false, "Aldine shelves"),
        ]);
        product.Texts.ShouldBe([new OnixText("03", "A lamp burns in the tower.\n\nWho lit it?", "05"), new OnixText("02", "Tide & lamp <in> short.", null)]);
        product.Resources.ShouldHaveSingleItem().ShouldBe(new OnixResource("01", "https://covers.aldine.example/0001.jpg"));
        product.Imprints.ShouldBe(["Lantern"]);
        product.Publishers.ShouldHaveSingleItem().ShouldBe(new OnixPublisher("01", "Aldine Press"));
        (product.CountryOfPublication, product.PublishingStatus).ShouldBe(("IT", OnixPublishingStatuses.Forthcoming));
        product.PublishingDates.Select(static date => $"{date.Role} {date.Date}").ShouldBe(["01 2027-03-15", "02 2027-03-14", "11 1998", "19 2026-11"]);
        var relation = product.Relations.ShouldHaveSingleItem();
        (relation.Code, relation.Identifiers[0].Value).ShouldBe(("03", "9780141439587"));
    }

    [Fact]
    public async Task The_supply_of_3_0_has_its_market_dates_and_prices()
    {
        var product = (await Reading.ReadAsync(await Reading.BytesAsync("reference-3.0.xml")))[0].Product!;

        product.Supplies.Count.ShouldBe(2);
        var supply = product.Supplies[0];
        (supply.Supplier, supply.Role, supply.Availability, supply.MarketStatus).ShouldBe(("Aldine Wholesale", "03", OnixAvailabilities.NotYetAvailable, "02"));
        supply.Markets.ShouldHaveSingleItem().Countries.ShouldBe(["GB", "IE"]);
        supply.MarketDates.ShouldHaveSingleItem().ShouldBe(new OnixRoleDate("01", new OnixDate(2027, 4, 1)));
        supply.Dates.ShouldBe([new OnixRoleDate("08", new OnixDate(2027, 3, 10)), new OnixRoleDate("18", new OnixDate(2028, 3, 15))]);
        (supply.ReturnsCodeType, supply.ReturnsCode, supply.OnHand, supply.PackQuantity, supply.OrderDays).ShouldBe(("02", "Y", 120, 24, 3));
        var price = supply.Prices[0];
        (price.Type, price.Qualifier, price.Amount, price.Currency).ShouldBe((OnixPriceTypes.FixedWithTax, "05", 18.99m, "GBP"));
        (price.TaxPercent, price.TaxRate, price.TaxAmount).ShouldBe((0m, "Z", 0.00m));
        (price.From, price.Until).ShouldBe((new OnixDate(2027, 3, 15), new OnixDate(2027, 9, 14)));
        price.Territory.ShouldNotBeNull().Countries.ShouldBe(["GB"]);
        price.Territory.RegionsExcluded.ShouldBe(["GB-CHA"]);
        var other = supply.Prices[1];
        (other.Type, other.Amount, other.Currency, other.MinimumQuantity, other.Status).ShouldBe(("02", 21.5m, "EUR", 10, "02"));
        (product.Supplies[1].Availability, product.Supplies[1].Unpriced, product.Supplies[1].Prices.Count).ShouldBe(("99", "04", 0));
    }

    [Fact]
    public async Task A_delete_has_its_reason()
    {
        var product = (await Reading.ReadAsync(await Reading.BytesAsync("reference-3.0.xml")))[1].Product!;

        (product.NotificationType, product.DeletionReason, product.Blocks).ShouldBe((OnixNotificationTypes.Delete, "Announced by mistake", OnixBlocks.None));
    }

    [Fact]
    public async Task A_product_of_2_1_is_brought_to_3_0()
    {
        var record = (await Reading.ReadAsync(await Reading.BytesAsync("reference-2.1.xml"))).ShouldHaveSingleItem();

        var (message, product) = (record.Message, record.Product.ShouldNotBeNull());
        (message.Sender, message.SentAt, message.DefaultCurrency, message.DefaultPriceType).ShouldBe(("Aldine Wholesale", new DateTimeOffset(2009, 12, 1, 0, 0, 0, TimeSpan.Zero), "GBP", "02"));
        product.FindIsbn().ShouldBe(Isbn.Parse("9780306406157"));
        product.Title.ShouldBe(new OnixTitle("01", "Café & Sčłt — a tale", "A harbour story"));
        product.Contributors.ShouldHaveSingleItem().Name.ShouldBe("O'Hara, Édith");
        product.Series.ShouldHaveSingleItem().Number.ShouldBe("7");
        product.Languages.ShouldHaveSingleItem().Code.ShouldBe("eng");
        product.Extents.ShouldHaveSingleItem().Value.ShouldBe(352);
        product.Subjects.ShouldBe(
        [
            new OnixSubject("26", "121", null, true), new OnixSubject("20", null, "harbour; lamp", false), new OnixSubject("10", "FIC022000", null, true), new OnixSubject("12", "FF", null, true),
        ]);
        product.Texts.ShouldHaveSingleItem().ShouldBe(new OnixText(OnixTextTypes.Description, "A lamp <b>burns</b>.", "02"));
        product.Resources.ShouldHaveSingleItem().Type.ShouldBe(OnixResourceTypes.FrontCover);
        product.PublishingDates.Select(static date => $"{date.Role} {date.Date}").ShouldBe(["01 2009-11", "11 1998", "13 2020-01-01"]);
        product.Measures.ShouldHaveSingleItem().ShouldBe(new OnixMeasure("01", 234, "mm"));
        product.Relations.ShouldHaveSingleItem().Code.ShouldBe("03");
        var supply = product.Supplies.ShouldHaveSingleItem();
        supply.Dates.Select(static date => $"{date.Role} {date.Date}").ShouldBe(["02 2009-11-25", "08 2009-11-20", "18 2010-12-01"]);
        (supply.ReturnsCode, supply.OnHand, supply.Availability).ShouldBe(("Y", 12, "21"));
        var price = supply.Prices[0];
        (price.Type, price.Amount, price.Currency, price.TaxRate, price.TaxPercent, price.From, price.Until).ShouldBe(("01", 9.99m, "USD", "S", 5.5m, new OnixDate(2009, 12, 1), new OnixDate(2010, 12, 1)));
        price.Territory!.Countries.ShouldBe(["US", "CA"]);
        (supply.Prices[1].Type, supply.Prices[1].Currency).ShouldBe(("02", "GBP"));
        supply.Prices[1].Territory!.Regions.ShouldBe(["ROW"]);
        supply.Prices[1].Territory!.CountriesExcluded.ShouldBe(["FR", "DE"]);
    }

    [Fact]
    public async Task An_early_message_of_2_1_is_read_too()
    {
        var record = (await Reading.ReadAsync(await Reading.BytesAsync("early-2.1.xml"))).ShouldHaveSingleItem();

        var product = record.Product.ShouldNotBeNull();
        (record.Message.SentAt, product.FindIsbn()).ShouldBe((null, Isbn.Parse("9780306406157")));
        product.Title.ShouldBe(new OnixTitle("01", "The Lamp", "A story"));
        product.Texts.ShouldHaveSingleItem().Content.ShouldBe("A lamp burns.");
        product.Resources.ShouldHaveSingleItem().Link.ShouldBe("https://covers.aldine.example/1.gif");
        product.Measures.Select(static measure => measure.Type).ShouldBe(["01", "02", "03", "08"]);
        (product.Series[0].Title, product.Series[0].Identifiers[0].Type).ShouldBe(("Lights", "02"));
        (product.Supplies[0].Availability, product.Supplies[0].Dates[0].Date).ShouldBe(("IP", new OnixDate(2009, 11, 20)));
    }

    [Theory]
    [InlineData("3.0")]
    [InlineData("2.1")]
    public async Task Short_tags_say_the_same_as_reference_names(string release)
    {
        var reference = await Reading.ReadAsync(await Reading.BytesAsync($"reference-{release}.xml"));
        var shortTags = await Reading.ReadAsync(await Reading.BytesAsync($"short-{release}.xml"));

        shortTags[0].Message.HasShortTags.ShouldBeTrue();
        Json(shortTags).ShouldBe(Json(reference));
    }

    [Fact]
    public async Task A_message_of_3_1_and_one_with_a_prefix_are_read()
    {
        const string Xml = """
            <o:ONIXMessage release="3.1" xmlns:o="http://ns.editeur.org/onix/3.1/reference" xmlns:x="urn:x">
            <o:Header><o:SentDateTime>20261130</o:SentDateTime></o:Header>
            <o:Product x:mark="1"><o:RecordReference>r1</o:RecordReference><o:NotificationType>03</o:NotificationType></o:Product>
            </o:ONIXMessage>
            """;

        var record = (await Reading.ReadAsync(Xml)).ShouldHaveSingleItem();

        (record.Message.Release, record.RecordReference, record.Product!.NotificationType).ShouldBe(("3.1", "r1", "03"));
        record.Message.SentAt.ShouldBe(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Codes_that_are_not_known_are_kept()
    {
        var record = (await Reading.ReadAsync(Reading.Message("<Product><RecordReference>r1</RecordReference><NotificationType>77</NotificationType><DescriptiveDetail><ProductForm>ZQ</ProductForm></DescriptiveDetail></Product>")))[0];

        (record.Product!.NotificationType, record.Product.Form).ShouldBe(("77", "ZQ"));
    }

    [Fact]
    public async Task A_message_without_products_has_no_records()
    {
        (await Reading.ReadAsync(Reading.Message("<Header/><NoProduct/>"))).ShouldBeEmpty();
        (await Reading.ReadAsync("<ONIXMessage/>")).ShouldBeEmpty();
    }

    // What the records say, without what tells the two kinds of tags apart.
    private static string Json(IEnumerable<OnixRecord> records) =>
        Reading.Json(records.Select(static record => record with { Message = record.Message with { HasShortTags = false } }));
}
