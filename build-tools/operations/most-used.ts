/** A hundred services that most accounts use, by their prefix in IAM: AWS publishes no such list, so that it is a judgment. */
export const MOST_USED: readonly string[] = `
access-analyzer account acm acm-pca airflow amplify apigateway appconfig application-autoscaling apprunner appsync athena autoscaling backup batch bedrock
bedrock-agentcore budgets cassandra ce cloudformation cloudfront cloudtrail cloudwatch codeartifact codebuild codeconnections codedeploy codepipeline
cognito-identity cognito-idp comprehend compute-optimizer config connect controltower databrew datasync dax detective directconnect dlm dms ds dynamodb ebs ec2
ecr ecs eks elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce emr-serverless es events firehose fsx globalaccelerator glue
guardduty iam imagebuilder inspector2 iot kafka kendra kinesis kms lakeformation lambda license-manager logs macie2 mq network-firewall oam organizations pipes
quicksight ram rds redshift rekognition resource-groups route53 route53domains s3 sagemaker scheduler secretsmanager securityhub servicediscovery ses sns sqs ssm
states`.trim().split(/\s+/);
