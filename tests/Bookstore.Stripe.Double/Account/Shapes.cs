using System.Text.Json.Nodes;

namespace Bookstore.Stripe.Double.Account;

/// <summary>The objects as Stripe's API shows them.</summary>
internal sealed class Shapes(Ledger ledger)
{
    public JsonObject Intent(IntentState intent, bool withCharge = false) => new()
    {
        ["id"] = intent.Id,
        ["object"] = "payment_intent",
        ["allowed_payment_method_types"] = null,
        ["amount"] = intent.Amount,
        ["amount_capturable"] = intent.Status == "requires_capture" ? intent.Amount : 0,
        ["amount_details"] = new JsonObject { ["tip"] = new JsonObject() },
        ["amount_received"] = intent.Charge?.Captured ?? 0,
        ["application"] = null,
        ["application_fee_amount"] = null,
        ["automatic_payment_methods"] = null,
        ["canceled_at"] = intent.CanceledAt?.ToUnixTimeSeconds(),
        ["cancellation_reason"] = intent.CancellationReason,
        ["capture_method"] = intent.CaptureMethod,
        ["client_secret"] = intent.ClientSecret,
        ["confirmation_method"] = "automatic",
        ["created"] = intent.Created.ToUnixTimeSeconds(),
        ["currency"] = intent.Currency,
        ["customer"] = null,
        ["customer_account"] = null,
        ["description"] = intent.Description,
        ["excluded_payment_method_types"] = null,
        ["last_payment_error"] = Error(intent),
        ["latest_charge"] = intent.Charge is not { } charge ? null : withCharge ? Charge(charge) : charge.Id,
        ["livemode"] = false,
        ["managed_payments"] = null,
        ["metadata"] = Metadata(intent.Metadata),
        ["next_action"] = NextAction(intent),
        ["on_behalf_of"] = null,
        ["payment_method"] = intent.Status == "requires_payment_method" ? null : intent.Method?.Id.Replace("pm_card", "pm_1double", StringComparison.Ordinal),
        ["payment_method_configuration_details"] = null,
        ["payment_method_options"] = new JsonObject { ["card"] = new JsonObject { ["request_three_d_secure"] = "automatic" } },
        ["payment_method_types"] = new JsonArray("card"),
        ["payment_record"] = null,
        ["processing"] = null,
        ["receipt_email"] = null,
        ["review"] = null,
        ["setup_future_usage"] = null,
        ["shipping"] = null,
        ["source"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = intent.StatementDescriptorSuffix,
        ["status"] = intent.Status,
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    public JsonObject Charge(ChargeState charge) => new()
    {
        ["id"] = charge.Id,
        ["object"] = "charge",
        ["amount"] = charge.Amount,
        ["amount_captured"] = charge.Captured,
        ["amount_refunded"] = charge.Refunded + charge.Released,
        ["application"] = null,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["balance_transaction"] = null,
        ["billing_details"] = new JsonObject { ["address"] = null, ["email"] = null, ["name"] = null, ["phone"] = null, ["tax_id"] = null },
        ["calculated_statement_descriptor"] = null,
        ["captured"] = charge.IsCaptured,
        ["created"] = charge.Created.ToUnixTimeSeconds(),
        ["currency"] = charge.Currency,
        ["customer"] = null,
        ["description"] = null,
        ["disputed"] = charge.IsDisputed,
        ["failure_balance_transaction"] = null,
        ["failure_code"] = charge.FailureCode,
        ["failure_message"] = null,
        ["fraud_details"] = new JsonObject(),
        ["livemode"] = false,
        ["metadata"] = Metadata(charge.Intent.Metadata),
        ["on_behalf_of"] = null,
        ["outcome"] = Outcome(charge),
        ["paid"] = charge.Status == "succeeded",
        ["payment_intent"] = charge.Intent.Id,
        ["payment_method"] = charge.Method.Id.Replace("pm_card", "pm_1double", StringComparison.Ordinal),
        ["payment_method_details"] = new JsonObject { ["type"] = "card", ["card"] = Card(charge) },
        ["receipt_email"] = null,
        ["receipt_number"] = null,
        ["receipt_url"] = null,
        ["refunded"] = charge.Refunded > 0 && charge.Refunded + charge.Released == charge.Amount,
        ["review"] = null,
        ["shipping"] = null,
        ["source"] = null,
        ["source_transfer"] = null,
        ["statement_descriptor"] = null,
        ["statement_descriptor_suffix"] = null,
        ["status"] = charge.Status,
        ["transfer_data"] = null,
        ["transfer_group"] = null,
    };

    // Stripe leaves failure_reason out where nothing failed.
    public JsonObject Refund(RefundState refund)
    {
        var shown = new JsonObject
        {
            ["id"] = refund.Id,
            ["object"] = "refund",
            ["amount"] = refund.Amount,
            ["balance_transaction"] = refund.BalanceTransaction,
            ["charge"] = refund.Charge.Id,
            ["created"] = refund.Created.ToUnixTimeSeconds(),
            ["currency"] = refund.Charge.Currency,
            ["customer"] = null,
            ["customer_account"] = null,
            ["metadata"] = Metadata(refund.Metadata),
            ["payment_intent"] = refund.Charge.Intent.Id,
            ["payment_method"] = null,
            ["reason"] = refund.Reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = refund.Status,
            ["transfer_reversal"] = null,
        };
        if (refund.FailureReason is not null)
        {
            shown["failure_reason"] = refund.FailureReason;
        }

        return shown;
    }

    public JsonObject Dispute(ChargeState charge) => new()
    {
        ["id"] = charge.Dispute!.Id,
        ["object"] = "dispute",
        ["amount"] = charge.Captured,
        ["balance_transactions"] = new JsonArray(),
        ["charge"] = charge.Id,
        ["created"] = charge.Dispute.Created.ToUnixTimeSeconds(),
        ["currency"] = charge.Currency,
        ["enhanced_eligibility_types"] = new JsonArray(),
        ["evidence"] = new JsonObject(),
        ["evidence_details"] = new JsonObject { ["due_by"] = null, ["enhanced_eligibility"] = new JsonObject(), ["has_evidence"] = false, ["past_due"] = false, ["submission_count"] = 0 },
        ["intended_submission_method"] = null,
        ["is_charge_refundable"] = false,
        ["livemode"] = false,
        ["metadata"] = new JsonObject(),
        ["payment_intent"] = charge.Intent.Id,
        ["reason"] = "fraudulent",
        ["status"] = charge.Dispute.Status,
    };

    public static JsonObject List(string url, IEnumerable<JsonObject> data, bool hasMore) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. data]),
        ["has_more"] = hasMore,
        ["url"] = url,
    };

    private static JsonObject Outcome(ChargeState charge) => new()
    {
        ["advice_code"] = null,
        ["network_advice_code"] = null,
        ["network_decline_code"] = null,
        ["network_status"] = charge.Status == "succeeded" ? "approved_by_network" : "declined_by_network",
        ["reason"] = charge.Method.DeclineCode,
        ["seller_message"] = null,
        ["type"] = charge.Status == "succeeded" ? "authorized" : "issuer_declined",
    };

    // Stripe leaves capture_before out where nothing is held.
    private static JsonObject Card(ChargeState charge)
    {
        var card = new JsonObject
        {
            ["amount_authorized"] = charge.Status == "succeeded" ? charge.Amount : null,
            ["authorization_code"] = null,
            ["brand"] = "visa",
            ["checks"] = null,
            ["country"] = "US",
            ["electronic_commerce_indicator"] = null,
            ["exp_month"] = 8,
            ["exp_year"] = 2030,
            ["funding"] = "credit",
            ["installments"] = null,
            ["last4"] = charge.Method.Last4,
            ["mandate"] = null,
            ["network"] = "visa",
            ["network_transaction_id"] = null,
            ["regulated_status"] = null,
            ["three_d_secure"] = null,
            ["transaction_link_id"] = null,
            ["wallet"] = null,
        };
        if (charge.CaptureBefore is { } until)
        {
            card["capture_before"] = until.ToUnixTimeSeconds();
        }

        return card;
    }

    private static JsonObject Metadata(Dictionary<string, string> metadata) => new(metadata.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static JsonObject? Error(IntentState intent)
    {
        if (intent.Error is not { } error)
        {
            return null;
        }

        var shown = new JsonObject { ["type"] = error.Type, ["code"] = error.Code, ["message"] = error.Message };
        if (error.DeclineCode is not null)
        {
            shown["decline_code"] = error.DeclineCode;
        }

        return shown;
    }

    private JsonObject? NextAction(IntentState intent)
    {
        if (intent.Status != "requires_action")
        {
            return null;
        }

        return intent.ReturnUrl is null
            ? new JsonObject { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject { ["type"] = "three_d_secure_redirect" } }
            : new JsonObject
            {
                ["type"] = "redirect_to_url",
                ["redirect_to_url"] = new JsonObject { ["return_url"] = intent.ReturnUrl, ["url"] = new Uri(ledger.Account.ActionPage!, $"/authenticate/{intent.Id}").ToString() },
            };
    }
}
