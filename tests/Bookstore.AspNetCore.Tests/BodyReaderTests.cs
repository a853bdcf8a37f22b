using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace Bookstore.AspNetCore;

public sealed class BodyReaderTests
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"customer_id\"", "\"items\"", "\"isbn\"", "\"quantity\"", "\"payment\"", "\"card_number\"", "\"x\"", "\"9780140449136\"",
        "\"\\ud800\"", "\"\\u0000\"", "1", "-0.5e7", "null", "true", " ", "\"",
    ];

    [Fact]
    public void Read_anything_at_all_ends_in_a_value_or_in_errors_or_in_malformed_json()
    {
        var texts = Gen.Elements(Tokens).ListOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text => IsReadOrRefused(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Read_a_valid_order_with_one_byte_changed_never_fails_otherwise()
    {
        var order = Encoding.UTF8.GetBytes(Bodies.Order());
        for (var index = 0; index < order.Length; index++)
        {
            foreach (var value in "\0\"\\{}[]:,x1-"u8)
            {
                var changed = (byte[])order.Clone();
                changed[index] = value;
                IsReadOrRefused(Encoding.UTF8.GetString(changed)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Every_body_of_the_contracts_can_be_read_and_has_a_limit_for_each_member()
    {
        var bodies = typeof(PlaceOrderBody).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Body", StringComparison.Ordinal)).ToList();

        bodies.Count.ShouldBeGreaterThan(6);
        foreach (var body in bodies)
        {
            BodyContract.Of(BodyJson.Options.GetTypeInfo(body)).Members.ShouldNotBeEmpty(body.Name);
        }
    }

    [Fact]
    public void A_text_that_is_plainly_allowed_has_no_problem()
    {
        var texts = ArbMap.Default.GeneratorFor<string?>().Where(static text => text is not null).Select(static text => text!)
            .Or(Gen.Elements(" ", "a", " a", "a ", "\t", "~", "\u007f", "é", new string('x', 100), new string('x', 101)));

        Prop.ForAll(texts.ToArbitrary(), text => FreeTexts().All(member => !member.PlainlyAllows(Encoding.UTF8.GetBytes(text)) || member.ProblemOf(text) is null))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
        FreeTexts().Count(static member => member.PlainlyAllows("A plain text"u8)).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_member_without_a_limit_is_named()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

        var fault = Should.Throw<NotSupportedException>(() => BodyContract.Of(options.GetTypeInfo(typeof(Unlimited))));

        fault.Message.ShouldContain("Text");
        fault.Message.ShouldContain("StringLengthAttribute");
    }

    private static IEnumerable<BodyMember> FreeTexts() => BodyContract<PlaceOrderBody>.Rules.Members.Concat(BodyContract<SaveBookBody>.Rules.Members)
        .Where(static member => member.Kind == BodyMemberKind.Text);

    private static bool IsReadOrRefused(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var errors = new FieldErrors();
        try
        {
            BodyReader.Check(utf8, BodyContract<PlaceOrderBody>.Rules, new BodyAddress("USD", null), errors);
        }
        catch (JsonException)
        {
            return true;
        }

        // What was found valid must become an object.
        return errors.Any || JsonSerializer.Deserialize(utf8, BodyContract<PlaceOrderBody>.Type) is not null;
    }

    private sealed record Unlimited(string Text);
}
