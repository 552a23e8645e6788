import { AccessLevel } from './access-level';
import { Criterion } from './criterion';

/** Services in which every change but one that takes something back is about money. */
const MONEY_SERVICES = new Set(['payments', 'pricingplanmanager', 'savingsplans', 'supportplans', 'user-subscriptions']);
/** Buys, pays, or takes a contract. */
const BUYS = new RegExp('^Purchase|SavingsPlan$|^(Accept|Approve|Make|Process)\\w*Payment|ReservedInstancesExchange|ReservedNodeExchange|ReservedCapacity$'
  + '|ProvisionedModelThroughput$|CapacityBlock|SpendingLimit$|SpendLimitOverride$|QuotaIncrease$');
/** Takes it back, or only looks ahead. */
const NOT_BOUGHT = /^(Cancel|Delete|Deactivate|Disassociate|Reject|Return|Withdraw)(?!\w*(SpendingLimit|SpendLimitOverride))|^CreateUpdatePlanPreview$/;

/**
 * Pays, buys or commits to pay: payments, reservations that are paid for whether they are used or not, subscriptions, domains, support plans; or
 * lifts a limit on spending. What is paid by use, such as an instance or an inference, is not in it: that is nearly everything.
 */
export const SPENDING: Criterion = {
  rule: (name, level, service) => (level === AccessLevel.WRITE || level === AccessLevel.PERMISSIONS_MANAGEMENT) && !NOT_BOUGHT.test(name)
    && (BUYS.test(name) || MONEY_SERVICES.has(service)),
  also: {
    'athena': 'CreateCapacityReservation UpdateCapacityReservation',
    'aws-marketplace': 'AcceptAgreementApprovalRequest AcceptAgreementRequest CreateAgreementRequest Subscribe',
    'bedrock': 'CreateFoundationModelAgreement PutFoundationModelEntitlement', // Models of others, by AWS Marketplace.
    'bedrock-agentcore': 'CreatePayment* UpdatePayment*', // What an agent pays with, and how much of it.
    'bedrock-mantle': 'CreateReservation UpdateReservation',
    'budgets': 'DeleteBudgetAction ModifyBudget UpdateBudgetAction', // What stops or tells when too much is spent.
    'chime': 'CreatePhoneNumberOrder',
    'codecatalyst': 'PutBillingAuthorization',
    'connect': 'ClaimPhoneNumber',
    'deadline': 'DeleteBudget UpdateBudget',
    'devicefarm': 'RenewOffering',
    'ec2': 'AcceptCapacityReservationBillingOwnership AllocateHosts CreateCapacityReservation CreateCapacityReservationFleet ModifyCapacityReservation '
      + 'ModifyCapacityReservationFleet',
    'eks': 'CreateEksAnywhereSubscription UpdateEksAnywhereSubscription',
    'elasticloadbalancing': 'ModifyCapacityReservation',
    'elemental-appliances-software': 'CreateOrderV1 SubmitOrderV1',
    'freetier': 'UpgradeAccountPlan', // From free to paid.
    'groundstation': 'ReserveContact',
    'health-agent': 'ActivateSubscription CreateSubscription',
    'lambda': 'PutProvisionedConcurrencyConfig',
    'license-manager-user-subscriptions': 'StartProductSubscription',
    'mechanicalturk': 'ApproveAssignment CreateAdditionalAssignmentsForHIT CreateHIT CreateHITWithHITType SendBonus', // Workers are paid.
    'mediaconvert': 'CreateQueue UpdateQueue', // With a reserved plan.
    'outposts': 'CreateOrder CreateRenewal',
    'qbusiness': 'CreateSubscription UpdateSubscription',
    'quicksight': 'CreateAccountSubscription Subscribe UpdateSPICECapacityConfiguration',
    'redshift-serverless': 'CreateReservation',
    'route53domains': 'AcceptDomainTransferFromAnotherAwsAccount EnableDomainAutoRenew RegisterDomain RenewDomain TransferDomain',
    'sagemaker': 'CreateTrainingPlan ExtendTrainingPlan',
    'security-ir': 'CreateMembership',
    'ses': 'CreateAddonSubscription',
    'shield': 'CreateSubscription UpdateSubscription', // Shield Advanced, for a year.
    'sms-voice': 'RequestPhoneNumber RequestSenderId',
    'snowball': 'CreateCluster CreateJob CreateLongTermPricing UpdateLongTermPricing',
  },
};
