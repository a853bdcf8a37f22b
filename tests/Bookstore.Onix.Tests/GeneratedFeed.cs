using System.Globalization;
using System.Text;

namespace Bookstore.Onix;

/// <summary>A message of any length, made while it is read: the same products in every run.</summary>
/// <param name="products">How many products.</param>
/// <param name="sentAt">The time of the message, as ONIX writes it.</param>
/// <param name="price">What is added to each price.</param>
internal sealed class GeneratedFeed(long products, string sentAt = "20261130T080000Z", decimal price = 0) : ForwardStream
{
    private const long FirstBook = 978_000_001;
    private static readonly string[] Words = ["Lamp", "Harbour", "Tide", "Été", "Night", "Garden", "Schloß", "River", "Letter", "Winter", "Island", "Bell", "Stone", "Żaba", "Road", "Moon"];

    private byte[] _piece = [];
    private int _at;
    private long _next = -1;

    /// <summary>The ISBN of a product, from zero.</summary>
    public static string IsbnOf(long number)
    {
        var body = (FirstBook * 1_000) + number;
        var (sum, rest) = (0L, body);
        for (var place = 0; place < 12; place++)
        {
            sum += (place % 2 == 0 ? 3 : 1) * (rest % 10);
            rest /= 10;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{body}{(10 - (sum % 10)) % 10}");
    }

    public override int Read(Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            if (_at == _piece.Length && !TryMake())
            {
                break;
            }

            var length = Math.Min(buffer.Length - read, _piece.Length - _at);
            _piece.AsSpan(_at, length).CopyTo(buffer[read..]);
            _at += length;
            read += length;
        }

        return read;
    }

    private bool TryMake()
    {
        if (_next > products)
        {
            return false;
        }

        var text = _next < 0 ? Head() : _next == products ? "</ONIXMessage>\n" : Product(_next);
        (_piece, _at) = (Encoding.UTF8.GetBytes(text), 0);
        _next++;
        return true;
    }

    private string Head() => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference">
          <Header>
            <Sender><SenderName>Generated Wholesale</SenderName></Sender>
            <SentDateTime>{sentAt}</SentDateTime>
            <DefaultCurrencyCode>EUR</DefaultCurrencyCode>
          </Header>

        """;

    private string Product(long number)
    {
        var isbn = IsbnOf(number);
        var (one, two, three) = (Words[number % 16], Words[number / 16 % 16], Words[number / 256 % 16]);
        return string.Create(CultureInfo.InvariantCulture, $"""
              <Product>
                <RecordReference>generated.{number}</RecordReference>
                <NotificationType>03</NotificationType>
                <ProductIdentifier>
                  <ProductIDType>15</ProductIDType>
                  <IDValue>{isbn}</IDValue>
                </ProductIdentifier>
                <DescriptiveDetail>
                  <ProductComposition>00</ProductComposition>
                  <ProductForm>BC</ProductForm>
                  <Measure><MeasureType>01</MeasureType><Measurement>{180 + (number % 60)}</Measurement><MeasureUnitCode>mm</MeasureUnitCode></Measure>
                  <Measure><MeasureType>08</MeasureType><Measurement>{200 + (number % 600)}</Measurement><MeasureUnitCode>gr</MeasureUnitCode></Measure>
                  <TitleDetail>
                    <TitleType>01</TitleType>
                    <TitleElement>
                      <TitleElementLevel>01</TitleElementLevel>
                      <TitleText>The {one} and the {two} of {three} {number}</TitleText>
                      <Subtitle>A story of {two} &amp; {one}</Subtitle>
                    </TitleElement>
                  </TitleDetail>
                  <Contributor>
                    <SequenceNumber>1</SequenceNumber>
                    <ContributorRole>A01</ContributorRole>
                    <PersonName>{three} {one}son</PersonName>
                    <PersonNameInverted>{one}son, {three}</PersonNameInverted>
                  </Contributor>
                  <Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>
                  <Extent><ExtentType>00</ExtentType><ExtentValue>{100 + (number % 700)}</ExtentValue><ExtentUnit>03</ExtentUnit></Extent>
                  <Subject><MainSubject/><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier><SubjectCode>FBA</SubjectCode></Subject>
                  <Subject><SubjectSchemeIdentifier>10</SubjectSchemeIdentifier><SubjectCode>FIC{number % 100:D3}000</SubjectCode></Subject>
                </DescriptiveDetail>
                <CollateralDetail>
                  <TextContent>
                    <TextType>03</TextType>
                    <ContentAudience>00</ContentAudience>
                    <Text textformat="05"><p>In the {one} there is a {two}, and in the {two} a {three}. Nobody has seen it since the winter of the {one}, when the {three} came down the {two} and all of the town went out to look.</p><p>A book about a {three}, and about the people who wait for it. With a map of the {two}.</p></Text>
                  </TextContent>
                  <SupportingResource>
                    <ResourceContentType>01</ResourceContentType>
                    <ContentAudience>00</ContentAudience>
                    <ResourceMode>03</ResourceMode>
                    <ResourceVersion><ResourceForm>02</ResourceForm><ResourceLink>https://covers.example/{isbn}.jpg</ResourceLink></ResourceVersion>
                  </SupportingResource>
                </CollateralDetail>
                <PublishingDetail>
                  <Imprint><ImprintName>{two} House</ImprintName></Imprint>
                  <Publisher><PublishingRole>01</PublishingRole><PublisherName>{one} Press</PublisherName></Publisher>
                  <PublishingStatus>04</PublishingStatus>
                  <PublishingDate><PublishingDateRole>01</PublishingDateRole><Date dateformat="00">20{number % 26:D2}0{1 + (number % 9)}15</Date></PublishingDate>
                </PublishingDetail>
                <ProductSupply>
                  <Market><Territory><RegionsIncluded>WORLD</RegionsIncluded></Territory></Market>
                  <SupplyDetail>
                    <Supplier><SupplierRole>03</SupplierRole><SupplierName>Generated Wholesale</SupplierName></Supplier>
                    <ProductAvailability>20</ProductAvailability>
                    <Price>
                      <PriceType>02</PriceType>
                      <PriceAmount>{5 + (number % 40) + price}.99</PriceAmount>
                      <Tax><TaxType>01</TaxType><TaxRateCode>R</TaxRateCode><TaxRatePercent>7</TaxRatePercent></Tax>
                      <CurrencyCode>EUR</CurrencyCode>
                    </Price>
                  </SupplyDetail>
                </ProductSupply>
              </Product>

            """);
    }
}
