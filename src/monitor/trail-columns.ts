/**
 * The columns of a table of CloudTrail's log files, and one more in the context of a session: that of the sign-in.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const TRAIL_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'eventversion', type: 'string' },
  {
    name: 'useridentity',
    type: 'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,'
      + 'onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,'
      + 'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,ec2roledelivery:string,'
      + 'webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>,signinsessionarn:string>>',
  },
  ...strings('eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode', 'errormessage', 'requestparameters',
    'responseelements', 'additionaleventdata', 'requestid', 'eventid', 'readonly'),
  { name: 'resources', type: 'array<struct<arn:string,accountid:string,type:string>>' },
  ...strings('eventtype', 'apiversion', 'recipientaccountid', 'serviceeventdetails', 'sharedeventid', 'vpcendpointid', 'vpcendpointaccountid', 'eventcategory'),
];

function strings(...names: string[]): Array<{ name: string; type: string }> {
  return names.map((name) => ({ name, type: 'string' }));
}
