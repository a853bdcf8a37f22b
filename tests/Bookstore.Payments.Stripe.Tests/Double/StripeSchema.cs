using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace Bookstore.Payments.Stripe.Double;

/// <summary>The members and types of the few objects of Stripe's API that the adapter and the double use: facts of its public description, version 2026-10-28, in a notation of our own.</summary>
/// <remarks>
/// A line is <c>name type</c>. A type is one or more of <c>string integer boolean object array</c>; a quoted one lists the values that are known. <c>?</c> behind a type: it may be null. <c>-</c> before a name: it may be absent; every other member is always there.
/// </remarks>
internal static class StripeSchema
{
    private static readonly Dictionary<string, Member[]> Objects = new(StringComparer.Ordinal)
    {
        ["payment_intent"] = Read(
            """
            id string
            object "payment_intent"
            allowed_payment_method_types array?
            amount integer
            amount_capturable integer
            -amount_details object
            amount_received integer
            application string|object?
            application_fee_amount integer?
            automatic_payment_methods object?
            canceled_at integer?
            cancellation_reason string?
            capture_method "automatic" "automatic_async" "manual"
            client_secret string?
            confirmation_method "automatic" "manual"
            created integer
            currency string
            customer string|object?
            customer_account string?
            description string?
            excluded_payment_method_types array?
            -hooks object
            last_payment_error object?
            latest_charge string|object?
            livemode boolean
            managed_payments object?
            metadata object
            next_action object?
            on_behalf_of string|object?
            -payment_details object
            payment_method string|object?
            payment_method_configuration_details object?
            payment_method_options object?
            payment_method_types array
            payment_record string|object?
            -presentment_details object
            processing object?
            receipt_email string?
            review string|object?
            setup_future_usage string?
            shipping object?
            source string|object?
            statement_descriptor string?
            statement_descriptor_suffix string?
            status "canceled" "processing" "requires_action" "requires_capture" "requires_confirmation" "requires_payment_method" "succeeded"
            -transfer_data object?
            transfer_group string?
            """),
        ["charge"] = Read(
            """
            id string
            object "charge"
            amount integer
            amount_captured integer
            amount_refunded integer
            application string|object?
            application_fee string|object?
            application_fee_amount integer?
            -authorization_code string
            balance_transaction string|object?
            billing_details object
            calculated_statement_descriptor string?
            captured boolean
            created integer
            currency string
            customer string|object?
            description string?
            disputed boolean
            failure_balance_transaction string|object?
            failure_code string?
            failure_message string?
            fraud_details object?
            -level3 object
            livemode boolean
            metadata object
            on_behalf_of string|object?
            outcome object?
            paid boolean
            payment_intent string|object?
            payment_method string?
            payment_method_details object?
            -presentment_details object
            -radar_options object
            receipt_email string?
            receipt_number string?
            receipt_url string?
            refunded boolean
            -refunds object?
            review string|object?
            shipping object?
            source object?
            source_transfer string|object?
            statement_descriptor string?
            statement_descriptor_suffix string?
            status "failed" "pending" "succeeded"
            -transfer string|object
            transfer_data object?
            transfer_group string?
            """),
        ["refund"] = Read(
            """
            id string
            object "refund"
            amount integer
            balance_transaction string|object?
            charge string|object?
            created integer
            currency string
            customer string|object?
            customer_account string?
            -description string
            -destination_details object
            -failure_balance_transaction string|object
            -failure_reason string
            -instructions_email string
            metadata object?
            -next_action object
            payment_intent string|object?
            payment_method string|object?
            -pending_reason string
            -presentment_details object
            reason string?
            receipt_number string?
            source_transfer_reversal string|object?
            status string?
            transfer_reversal string|object?
            """),
        ["dispute"] = Read(
            """
            id string
            object "dispute"
            amount integer
            balance_transactions array
            charge string|object
            created integer
            currency string
            enhanced_eligibility_types array
            evidence object
            evidence_details object
            intended_submission_method string?
            is_charge_refundable boolean
            livemode boolean
            metadata object
            -network_reason_code string?
            payment_intent string|object?
            -payment_method_details object
            reason string
            status "appeal_needs_response" "appeal_under_review" "lost" "needs_response" "prevented" "under_review" "warning_closed" "warning_needs_response" "warning_under_review" "won"
            """),
        ["event"] = Read(
            """
            id string
            object "event"
            -account string
            api_version string?
            -context string
            created integer
            data object
            livemode boolean
            pending_webhooks integer
            request object?
            type string
            """),
        ["list"] = Read(
            """
            object "list"
            data array
            has_more boolean
            url string
            """),
        ["search_result"] = Read(
            """
            object "search_result"
            data array
            has_more boolean
            next_page string?
            -total_count integer
            url string
            """),
        ["event.data"] = Read("object object\n-previous_attributes object"),
        ["event.request"] = Read("id string?\nidempotency_key string?"),
        ["payment_intent.last_payment_error"] = Read(Error),
        ["payment_intent.next_action"] = Read("type string\n-redirect_to_url object\n-use_stripe_sdk object"),
        ["payment_intent.next_action.redirect_to_url"] = Read("return_url string?\nurl string?"),
        ["charge.billing_details"] = Read("address object?\nemail string?\nname string?\nphone string?\ntax_id string?"),
        ["charge.outcome"] = Read(
            """
            advice_code string?
            network_advice_code string?
            network_decline_code string?
            network_status string?
            reason string?
            -risk_level string
            -risk_score integer
            -rule string|object
            seller_message string?
            type "authorized" "manual_review" "issuer_declined" "blocked" "invalid"
            """),
        ["charge.payment_method_details"] = Read("type string\n-card object"),
        ["charge.payment_method_details.card"] = Read(
            """
            amount_authorized integer?
            authorization_code string?
            brand string?
            -capture_before integer
            checks object?
            country string?
            -description string?
            electronic_commerce_indicator string?
            exp_month integer
            exp_year integer
            -extended_authorization object
            -fingerprint string?
            funding string?
            -iin string?
            -incremental_authorization object
            installments object?
            -issuer string?
            last4 string?
            mandate string|object?
            -moto boolean?
            -multicapture object
            network string?
            -network_token object?
            network_transaction_id string?
            -overcapture object
            regulated_status string?
            -setup_credential_usage object
            -stored_credential_usage object
            three_d_secure object?
            transaction_link_id string?
            wallet object?
            """),
        ["dispute.evidence_details"] = Read("due_by integer?\nenhanced_eligibility object\nhas_evidence boolean\npast_due boolean\nsubmission_count integer\n-submission_method string"),
        ["failure"] = Read("error object"),
        ["failure.error"] = Read(Error),
    };

    private const string Error =
        """
        -advice_code string
        -charge string
        -code string
        -decline_code string
        -doc_url string
        -message string
        -network_advice_code string
        -network_decline_code string
        -param string
        -payment_intent object
        -payment_method object
        -payment_method_type string
        -request_log_url string
        -setup_intent object
        -source object
        type "api_error" "card_error" "idempotency_error" "invalid_request_error"
        """;

    /// <summary>The members of an object.</summary>
    public static IEnumerable<string> MembersOf(string name) => Objects[name].Select(static member => member.Name);

    /// <summary>Checks an object and all within it.</summary>
    /// <param name="shape">The object.</param>
    /// <param name="seen">Gets the names of what was checked.</param>
    /// <param name="name">Its name here; by default what its member <c>object</c> says.</param>
    public static void Check(JsonObject shape, ISet<string> seen, string? name = null)
    {
        name ??= shape["object"]!.GetValue<string>();
        Objects.ShouldContainKey(name, shape.ToJsonString());
        seen.Add(name);
        foreach (var member in Objects[name])
        {
            if (shape.ContainsKey(member.Name))
            {
                member.Check(shape[member.Name], $"{name}.{member.Name}");
            }
            else
            {
                member.MayBeAbsent.ShouldBeTrue($"{name} has always {member.Name}");
            }
        }

        shape.Select(static member => member.Key).Except(Objects[name].Select(static member => member.Name)).ShouldBeEmpty($"{name} has no such members");
        foreach (var (key, value) in shape)
        {
            CheckWithin(value, $"{name}.{key}", seen);
        }
    }

    private static void CheckWithin(JsonNode? value, string path, ISet<string> seen)
    {
        switch (value)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    CheckWithin(item, path, seen);
                }

                break;
            case JsonObject inner when Objects.ContainsKey(path):
                Check(inner, seen, path);
                break;
            case JsonObject inner when inner["object"] is JsonValue:
                Check(inner, seen);
                break;
        }
    }

    private static Member[] Read(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Member.Read)];

    private sealed record Member(string Name, bool MayBeAbsent, bool MayBeNull, string[] Types, string[] Values)
    {
        public static Member Read(string line)
        {
            var parts = line.Split(' ');
            var type = parts[1];
            return type[0] == '"'
                ? new Member(parts[0].TrimStart('-'), parts[0][0] == '-', false, ["string"], [.. parts[1..].Select(static value => value.Trim('"'))])
                : new Member(parts[0].TrimStart('-'), parts[0][0] == '-', type[^1] == '?', type.TrimEnd('?').Split('|'), []);
        }

        public void Check(JsonNode? value, string path)
        {
            if (value is null)
            {
                MayBeNull.ShouldBeTrue($"{path} is never null");
                return;
            }

            var kind = value.GetValueKind() switch
            {
                JsonValueKind.String => "string",
                JsonValueKind.Number => value.AsValue().TryGetValue(out long _) ? "integer" : "number",
                JsonValueKind.True or JsonValueKind.False => "boolean",
                JsonValueKind.Array => "array",
                _ => "object",
            };
            Types.ShouldContain(kind, $"{path} is {value.ToJsonString()}");
            if (Values.Length > 0)
            {
                Values.ShouldContain(value.GetValue<string>(), path);
            }
        }
    }
}
