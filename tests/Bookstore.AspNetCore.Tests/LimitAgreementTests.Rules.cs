using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <content>The comparisons.</content>
public sealed partial class LimitAgreementTests
{
    private static IEnumerable<Type> Contracts => typeof(PlaceOrderBody).Assembly.GetExportedTypes().Where(static type => type is { IsClass: true, IsAbstract: false });

    [Fact]
    public void Every_limit_of_a_body_is_that_of_the_core()
    {
        var limits = Contracts.Where(static type => type.Name.EndsWith("Body", StringComparison.Ordinal) && type != typeof(PaymentBody))
            .SelectMany(static type => LimitsOf(type.Name, BodyContract.Of(BodyJson.Options.GetTypeInfo(type))))
            .ToDictionary(static limit => limit.Name, static limit => (limit.Minimum, limit.Maximum));

        limits.ShouldBe(OfBodies, ignoreOrder: true);
    }

    [Fact]
    public void Every_limit_of_an_answer_is_that_of_the_core()
    {
        var limits = Contracts.Where(static type => type.Name.EndsWith("Resource", StringComparison.Ordinal) || type == typeof(OrderReceipt))
            .SelectMany(static type => type.GetProperties())
            .Select(static property => (Name: $"{property.DeclaringType!.Name}.{property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name}", Limit: LimitOf(property)))
            .Where(static member => member.Limit is not null)
            .ToDictionary(static member => member.Name, static member => member.Limit!.Value);

        limits.ShouldBe(OfAnswers, ignoreOrder: true);
    }

    [Fact]
    public void Every_name_that_a_body_may_have_is_one_of_the_core()
    {
        BodyContract<MoveDeliveryBody>.Rules.Members.Single().AllowedTexts.ShouldBe(Enum.GetValues<DeliveryStatus>().Select(StatusNames.Of), ignoreOrder: true);
        BodyContract<ChangeStockBody>.Rules.Members.Single(static member => member.Name == "quantity").DeniedNumber.ShouldBe(0);
        BodyContract<OrderAdjustmentBody>.Rules.Members.Single(static member => member.Name == "kind").AllowedTexts.ShouldBe(
            [OrderAdjustment.Shipping, OrderAdjustment.Tax, OrderAdjustment.Discount, OrderAdjustment.Fee, OrderAdjustment.GiftWrap, OrderAdjustment.Other]);
        var metadata = BodyContract<PlaceOrderBody>.Rules.Members.Single(static member => member.Name == "metadata");
        (metadata.Key!.Minimum, metadata.Key.Maximum).ShouldBe((1, Order.MaxMetadataKeyLength));
        (metadata.Entry!.Minimum, metadata.Entry.Maximum).ShouldBe((0, Order.MaxMetadataValueLength));
        var longest = Enum.GetValues<AttentionReason>().Select(StatusNames.Of).Concat(Enum.GetValues<DeliveryAttentionReason>().Select(StatusNames.Of)).Max(static name => name.Length);
        longest.ShouldBeLessThanOrEqualTo((int)OfBodies["MarkWorkDoneBody.attention"].Maximum);
    }

    [Fact]
    public void Every_code_and_title_of_a_problem_is_within_its_limits()
    {
        foreach (var code in typeof(ProblemCodes).GetFields().Select(static field => (string)field.GetRawConstantValue()!))
        {
            var problem = Problems.Make(code, "Detail.").Body;
            problem.Code!.Length.ShouldBeLessThanOrEqualTo(50);
            problem.Type!.Length.ShouldBeLessThanOrEqualTo(100);
            problem.Title!.Length.ShouldBeInRange(1, 100);
            problem.Status.ShouldBeInRange(400, code == ProblemCodes.InternalError ? 500 : 503, code);
            (problem.Status == 500).ShouldBe(code == ProblemCodes.InternalError, code);
            (problem.Title == "Internal error").ShouldBe(code == ProblemCodes.InternalError, code);
        }
    }

    [Fact]
    public void Every_type_of_an_event_is_one_of_the_core()
    {
        typeof(FeedEventTypes).GetFields().Select(static field => (string)field.GetRawConstantValue()!).ShouldBe(EventTypes.All, ignoreOrder: true);
        EventTypes.All.Max(static type => type.Length).ShouldBeLessThanOrEqualTo((int)OfAnswers["EventResource.type"].Maximum);
    }

    private static IEnumerable<(string Name, decimal Minimum, decimal Maximum)> LimitsOf(string name, BodyContract contract) => contract.Members.SelectMany(member =>
    {
        var path = $"{name}.{member.Name}";
        IEnumerable<(string, decimal, decimal)> own = member.Maximum == decimal.MaxValue || member.AllowedTexts.Count > 0 ? [] : [(path, member.Minimum, member.Maximum)];
        return member.Contract is null ? own : own.Concat(LimitsOf(path, member.Contract));
    });

    private static (decimal Minimum, decimal Maximum)? LimitOf(PropertyInfo property) => property switch
    {
        _ when property.GetCustomAttribute<StringLengthAttribute>() is { } length => (length.MinimumLength, length.MaximumLength),
        _ when property.GetCustomAttribute<RangeAttribute>() is { } range => (NumberOf(range.Minimum), NumberOf(range.Maximum)),
        _ when property.GetCustomAttribute<MaxLengthAttribute>() is { } most => (property.GetCustomAttribute<MinLengthAttribute>()?.Length ?? 0, most.Length),
        _ => null,
    };

    // A decimal that is made of a double has 15 digits.
    private static decimal NumberOf(object bound) => bound is double number ? (long)number : Convert.ToDecimal(bound, CultureInfo.InvariantCulture);

    private static decimal Seconds(TimeSpan time) => (decimal)time.TotalSeconds;

    // What the core keeps of texts that gateways and couriers choose.
    private static int ConstantOf(string type, string name) =>
        (int)typeof(Order).Assembly.GetType($"Bookstore.{type}", throwOnError: true)!.GetField(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;
}
